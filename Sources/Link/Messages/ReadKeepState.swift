/// Switch to keep, also while the keep is sealed: does it have its keys?
public struct ReadKeepState: LinkMessage {
  public static let name = "read-keep-state"
  public static let layout = LinkLayout(ReadKeepState.init)
  public typealias Reply = KeepState

  public init() {}
}

/// Whether the keep has been given its root secret. While it is sealed, it answers all other messages that need keys with
/// `LinkProblem.Code.sealed`.
public struct KeepState: LinkStructure, Hashable {
  public static let layout = LinkLayout(KeepState.init(isSealed:), \.isSealed)

  public let isSealed: Bool

  public init(isSealed: Bool) { self.isSealed = isSealed }
}
