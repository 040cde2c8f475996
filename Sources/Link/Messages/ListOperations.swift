/// Switch to keep, when they meet: which Connect operations does the keep serve itself?
public struct ListOperations: LinkMessage {
  public static let name = "list-operations"
  public static let layout = LinkLayout(ListOperations.init)
  public typealias Reply = [String]

  public init() {}
}
