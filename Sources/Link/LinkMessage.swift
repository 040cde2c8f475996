/// One entry of the catalogue: what one side may ask of the other, and what it gets back.
public protocol LinkMessage: LinkStructure {
  associatedtype Reply: LinkCodable
  /// The name on the wire and in logs; unique in the catalogue.
  static var name: String { get }
}

/// Why a message got no reply.
public struct LinkProblem: Error, Sendable, Hashable {
  public enum Code: String, Sendable, CaseIterable {
    /// The other side has no handler for the message.
    case unhandled
    /// The other side is not there, or went away before it replied. The message may have been carried out.
    case peerGone
    /// The keep has not been given its root secret, and the message needs keys.
    case sealed
    /// The other side could not carry it out: an operating fault there.
    case peerFailed
    /// What came is no message of the catalogue.
    case malformed
  }

  public let code: Code
  public let message: String

  public init(_ code: Code, message: String) {
    self.code = code
    self.message = message
  }
}

/// The other side, as one side sees it.
public protocol LinkPeer: Sendable {
  /// Which meeting of the two it is, counted from the first: a larger number is another connection, and may be another peer.
  var meeting: Int { get }
  func send<Message: LinkMessage>(_ message: Message) async throws(LinkProblem) -> Message.Reply
}

extension LinkPeer {
  /// Within one process the two meet once.
  public var meeting: Int { 0 }
}
