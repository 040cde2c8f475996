import Datagrams
import Media
import SIP

/// The socket of signalling by datagrams.
///
/// NIO receives from it; what is sent goes to the kernel at once. A channel of NIO's closes where the kernel refuses a datagram,
/// and where that one goes its peer has a say in: one packet would end all signalling.
final class SIPDatagrams {
  private static let receiveBytes = 1 << 20

  private let socket: DatagramSocket
  private var batch = DatagramBatch(capacity: 1, bytesMax: SIPLimits.messageBytesMax)

  init(_ endpoint: VoiceSettings.Endpoint) throws(DatagramProblem) {
    socket = try DatagramSocket(host: endpoint.host, port: UInt16(clamping: endpoint.port))
    _ = socket.makeRoom(bytes: Self.receiveBytes)
  }

  /// For whoever waits for what comes; it closes it.
  func descriptor() throws(DatagramProblem) -> Int32 { try socket.duplicate() }

  /// What the kernel does not take is lost, as on the way.
  func send(_ octets: [UInt8], to flow: SIPFlow) {
    guard octets.count <= batch.bytesMax, let address = IPAddress(flow.host) else { return }
    _ = batch.add(to: DatagramAddress(TransportAddress(address, flow.port))) { datagram in
      for index in octets.indices { datagram[index] = octets[index] }
      return octets.count
    }
    socket.send(&batch)
  }
}
