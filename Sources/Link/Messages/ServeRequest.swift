public import Vocabulary

/// Switch to keep: a Connect request whose state the keep owns. The keep parses, verifies, authorises and answers it.
public struct ServeRequest: LinkMessage {
  public static let name = "serve-request"
  public static let layout = LinkLayout(ServeRequest.init(carried:), \.carried)
  public typealias Reply = WireResponse

  public let carried: CarriedRequest

  public init(carried: CarriedRequest) { self.carried = carried }
}
