/// Switch to keep: an instance is being made. The keep makes its default security profiles; doing it twice changes nothing.
public struct ProvisionInstance: LinkMessage {
  public static let name = "provision-instance"
  public static let layout = LinkLayout(ProvisionInstance.init(instanceID:arn:hasPasswords:), \.instanceID, \.arn, \.hasPasswords)
  public typealias Reply = Done

  public let instanceID: String
  public let arn: String
  /// Whether its users sign in with passwords that the keep holds (CONNECT_MANAGED).
  public let hasPasswords: Bool

  public init(instanceID: String, arn: String, hasPasswords: Bool) {
    self.instanceID = instanceID
    self.arn = arn
    self.hasPasswords = hasPasswords
  }
}

/// Switch to keep: an instance is being deleted. The keep forgets its users and security profiles.
public struct RetireInstance: LinkMessage {
  public static let name = "retire-instance"
  public static let layout = LinkLayout(RetireInstance.init(instanceID:), \.instanceID)
  public typealias Reply = Done

  public let instanceID: String

  public init(instanceID: String) { self.instanceID = instanceID }
}
