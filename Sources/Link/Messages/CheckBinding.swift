/// Switch to keep: has an officer approved this very binding of a function or a bot?
public struct CheckBinding: LinkMessage {
  public static let name = "check-binding"
  public static let layout = LinkLayout(CheckBinding.init(arn:digest:), \.arn, \.digest)
  public typealias Reply = BindingState

  public let arn: String
  /// SHA-256 of the binding and of its program's content, in hexadecimal.
  public let digest: String

  public init(arn: String, digest: String) {
    self.arn = arn
    self.digest = digest
  }
}

public struct BindingState: LinkStructure, Hashable {
  public static let layout = LinkLayout(BindingState.init(isApproved:), \.isApproved)

  public let isApproved: Bool

  public init(isApproved: Bool) { self.isApproved = isApproved }
}
