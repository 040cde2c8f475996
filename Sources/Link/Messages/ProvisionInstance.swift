/// Switch to keep: an instance is being made. The keep makes its default security profiles; doing it twice changes nothing.
public struct ProvisionInstance: LinkMessage {
  public static let name = "provision-instance"
  public struct Reply: Sendable { public init() {} }

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
  public struct Reply: Sendable { public init() {} }

  public let instanceID: String

  public init(instanceID: String) { self.instanceID = instanceID }
}
