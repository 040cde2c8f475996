import SIP

/// The far end of the tests.
enum Peer {
  static let flow = SIPFlow(id: 1, transport: .udp, host: "198.51.100.7", port: 40_001)

  /// Lines as a message; the last is followed by the empty line.
  static func message(_ lines: [String], body: String = "") -> [UInt8] {
    Array((lines.joined(separator: "\r\n") + "\r\n\r\n" + body).utf8)
  }

  /// A request with what it must have; `fields` follow.
  static func request(
    _ method: String, to uri: String = "sip:switch@example.com", branch: String = "z9hG4bKa", callID: String = "call-1",
    fields: [String] = [], body: String = ""
  ) -> [UInt8] {
    message(
      [
        "\(method) \(uri) SIP/2.0", "Via: SIP/2.0/UDP 192.0.2.9:5062;branch=\(branch);rport",
        "From: <sip:alice@example.com>;tag=f1",
        "To: <\(uri)>", "Call-ID: \(callID)", "CSeq: 1 \(method)", "Max-Forwards: 70",
      ] + fields + ["Content-Length: \(body.utf8.count)"], body: body)
  }
}
