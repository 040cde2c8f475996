import Datagrams

/// A socket.
final class Line {
  let socket: DatagramSocket
  let host: String

  init(host: String, port: UInt16) throws {
    socket = try DatagramSocket(host: host, port: port)
    self.host = host
    _ = socket.makeRoom(bytes: 1 << 20)
  }

  var port: UInt16 { socket.port }

  func send(_ text: String, to address: DatagramAddress, _ batch: inout DatagramBatch) {
    let octets = Array(text.utf8)
    _ = batch.add(to: address) { datagram in
      for index in octets.indices { datagram[index] = octets[index] }
      return octets.count
    }
    socket.send(&batch)
  }
}

extension DatagramAddress {
  /// An IPv4 address in text.
  init?(_ host: String, port: UInt16) {
    let parts = host.split(separator: ".").compactMap { UInt8($0) }
    guard parts.count == 4 else { return nil }
    self.init(parts[0], parts[1], parts[2], parts[3], port: port)
  }
}
