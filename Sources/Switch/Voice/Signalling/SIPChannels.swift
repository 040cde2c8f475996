import NIOCore
import SIP

/// The sockets of signalling: one of datagrams, and connections. It is the loop's alone.
struct SIPChannels {
  enum Outcome { case taken, unreachable }

  /// The flow of datagrams.
  static let datagramFlow: UInt64 = 1
  /// What a connection of ours has for its flow's id: it is told by its peer.
  static let ownFlow: UInt64 = 0
  /// Messages that wait for a connection.
  private static let waitingMax = 64

  private struct Peer: Hashable {
    let host: String
    let port: UInt16
    let transport: SIPTransport

    init(_ flow: SIPFlow) { (host, port, transport) = (flow.host, flow.port, flow.transport) }
  }

  private enum Own {
    case opening([[UInt8]])
    case open(any Channel)
  }

  var datagrams: (any Channel)?
  private var connections: [UInt64: any Channel] = [:]
  private var perAddress: [String: Int] = [:]
  private var own: [Peer: Own] = [:]
  private var lastFlow = Self.datagramFlow

  /// - Returns: its flow; nil where there are too many connections, of all or of that address.
  mutating func add(_ channel: any Channel, _ transport: SIPTransport) -> SIPFlow? {
    guard let address = channel.remoteAddress, let host = address.ipAddress, let port = address.port,
      connections.count < VoiceLimits.connectionsMax, perAddress[host, default: 0] < VoiceLimits.connectionsOfAddressMax
    else { return nil }
    lastFlow += 1
    connections[lastFlow] = channel
    perAddress[host, default: 0] += 1
    return SIPFlow(id: lastFlow, transport: transport, host: host, port: UInt16(clamping: port))
  }

  mutating func remove(_ flow: SIPFlow) {
    guard flow.id != Self.ownFlow else { return own[Peer(flow)] = nil }
    guard connections.removeValue(forKey: flow.id) != nil else { return }
    let left = (perAddress[flow.host] ?? 1) - 1
    perAddress[flow.host] = left > 0 ? left : nil
  }

  /// - Returns: `unreachable` where a connection of ours has to be opened first.
  mutating func send(_ octets: [UInt8], _ flow: SIPFlow) -> Outcome {
    guard flow.transport != .udp else {
      if let datagrams, let address = try? SocketAddress(ipAddress: flow.host, port: Int(flow.port)) {
        datagrams.writeAndFlush(AddressedEnvelope(remoteAddress: address, data: ByteBuffer(bytes: octets)), promise: nil)
      }
      return .taken
    }
    guard flow.id == Self.ownFlow else {
      if let channel = connections[flow.id] { Self.send(octets, channel) }
      return .taken
    }
    switch own[Peer(flow)] {
    case .open(let channel): Self.send(octets, channel)
    case .opening(let waiting): if waiting.count < Self.waitingMax { own[Peer(flow)] = .opening(waiting + [octets]) }
    case nil: return .unreachable
    }
    return .taken
  }

  private static func send(_ octets: [UInt8], _ channel: any Channel) {
    // Who does not read what is sent is cut off.
    guard channel.isWritable else { return channel.close(promise: nil) }
    channel.writeAndFlush(ByteBuffer(bytes: octets), promise: nil)
  }

  mutating func opens(_ flow: SIPFlow, _ octets: [UInt8]) { own[Peer(flow)] = .opening([octets]) }

  mutating func opened(_ flow: SIPFlow, _ channel: any Channel) {
    guard case .opening(let waiting) = own[Peer(flow)] else { return channel.close(promise: nil) }
    own[Peer(flow)] = .open(channel)
    for octets in waiting { Self.send(octets, channel) }
  }
}
