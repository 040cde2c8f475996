/// Where a message came from, and where one goes: a socket or connection of the host's, and the peer at its other end.
public struct SIPFlow: Sendable, Hashable {
  /// The listening socket of a datagram, the connection of a stream.
  public let id: UInt64
  public let transport: SIPTransport
  /// The peer's address as text: IPv4, or IPv6 without brackets.
  public let host: String
  public let port: UInt16

  public init(id: UInt64, transport: SIPTransport, host: String, port: UInt16) {
    self.id = id
    self.transport = transport
    self.host = host
    self.port = port
  }
}
