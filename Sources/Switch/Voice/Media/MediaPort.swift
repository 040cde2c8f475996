import Datagrams
import Media

/// A socket that streams share: a packet belongs to the stream whose peer sent it (decision 0019).
final class MediaPort: Sendable {
  /// For what comes while the thread does something else.
  private static let roomBytes = 1 << 20

  let socket: DatagramSocket

  /// What a packet takes of it, its buffers included.
  private static let packetBytesMax = 2_560
  /// Packets that it has room for.
  let packetsMax: Int

  init(host: String, port: UInt16) throws(DatagramProblem) {
    socket = try DatagramSocket(host: host, port: port)
    packetsMax = max(1, socket.makeRoom(bytes: Self.roomBytes) / Self.packetBytesMax)
  }
}

/// The streams of one port, by the addresses of their peers.
struct PortStreams {
  private var byAddress: [TransportAddress: MediaStream] = [:]
  private var bySource: [UInt32: MediaStream] = [:]
  /// The one whose peer is not known yet.
  private var waiting: MediaStream?

  mutating func add(_ stream: MediaStream) { waiting = stream }

  /// Packets of that address are the stream's.
  mutating func expect(_ address: TransportAddress, _ stream: MediaStream) {
    if let before = stream.expected, before != stream.found { byAddress[before] = nil }
    // One that changes its address may come from yet another, as behind a NAT.
    if let before = stream.expected, before != address, waiting == nil { waiting = stream }
    stream.expected = address
    byAddress[address] = stream
  }

  mutating func found(_ address: TransportAddress, source: UInt32, _ stream: MediaStream) {
    if let before = stream.found, before != stream.expected { byAddress[before] = nil }
    stream.found = address
    byAddress[address] = stream
    forgetSource(of: stream)
    stream.source = source
    bySource[source] = stream
    if waiting === stream { waiting = nil }
  }

  mutating func remove(_ stream: MediaStream) {
    for address in [stream.found, stream.expected].compactMap(\.self) where byAddress[address] === stream {
      byAddress[address] = nil
    }
    forgetSource(of: stream)
    if waiting === stream { waiting = nil }
  }

  private mutating func forgetSource(of stream: MediaStream) {
    if let source = stream.source, bySource[source] === stream { bySource[source] = nil }
  }

  /// Whose packet it may be: the stream's own rules say whether it is.
  func stream(of address: TransportAddress, source: UInt32) -> MediaStream? {
    byAddress[address] ?? bySource[source] ?? waiting
  }
}
