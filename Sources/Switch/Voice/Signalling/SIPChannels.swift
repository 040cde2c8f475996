import NIOCore
import SIP

/// The sockets of signalling: one of datagrams, and connections. It is the loop's alone.
struct SIPChannels {
  /// The flow of datagrams.
  static let datagramFlow: UInt64 = 1

  var datagrams: (any Channel)?
  private var connections: [UInt64: any Channel] = [:]
  private var perAddress: [String: Int] = [:]
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
    guard connections.removeValue(forKey: flow.id) != nil else { return }
    let left = (perAddress[flow.host] ?? 1) - 1
    perAddress[flow.host] = left > 0 ? left : nil
  }

  func send(_ octets: [UInt8], _ flow: SIPFlow) {
    switch flow.transport {
    case .udp:
      guard let datagrams, let address = try? SocketAddress(ipAddress: flow.host, port: Int(flow.port)) else { return }
      datagrams.writeAndFlush(AddressedEnvelope(remoteAddress: address, data: ByteBuffer(bytes: octets)), promise: nil)
    default:
      guard let channel = connections[flow.id] else { return }
      // Who does not read what is sent is cut off.
      guard channel.isWritable else { return channel.close(promise: nil) }
      channel.writeAndFlush(ByteBuffer(bytes: octets), promise: nil)
    }
  }
}
