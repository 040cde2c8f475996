import SIP
import Testing

@Suite("Messages out of a stream") struct StreamFramerTests {
  private static let stream =
    Peer.request("INVITE", body: "v=0\r\n") + Array("\r\n\r\n".utf8) + Peer.request("OPTIONS") + Array("\r\n".utf8)
    + Peer.request("BYE", body: "\r\n\r\nINVITE")

  /// The same, whole, drop by drop, and in pieces of any size.
  @Test(arguments: [1, 2, 3, 7, 64, 501, 100_000]) func piecesMakeNoDifference(_ size: Int) throws {
    var framer = StreamFramer()
    var units: [String] = []
    for start in stride(from: 0, to: Self.stream.count, by: size) {
      framer.append(Self.stream[start..<min(start + size, Self.stream.count)])
      while let unit = try framer.next() {
        switch unit {
        case .ping: units.append("ping")
        case .message(let message): units.append("\(message.method?.text ?? "") \(message.body.count)")
        }
      }
    }
    #expect(units == ["INVITE 5", "ping", "OPTIONS 0", "BYE 10"])
    #expect(framer.pendingBytes == 0)
  }

  @Test(arguments: [
    "GET / HTTP/1.1\r\n\r\n", "\u{16}\u{3}\u{1}", "INVITE sip:a SIP/2.0\r\nVia: x\r\n\r\n",
    "INVITE sip:a SIP/2.0\r\nl: 1\r\nl: 1\r\n\r\n", "INVITE sip:a SIP/2.0\r\nl: -1\r\n\r\n",
    "INVITE sip:a SIP/2.0\r\nl: 65530\r\n\r\n", "INVITE sip:a SIP/2.0\r\nl: 99999999999999999999\r\n\r\n",
  ]) func whatCannotBeCutEndsTheConnection(_ text: String) {
    var framer = StreamFramer()
    framer.append(Array(text.utf8))
    #expect(throws: SIPProblem.self) { try framer.next() }
  }

  @Test func aHeaderSectionThatDoesNotEndIsNotKept() throws {
    var framer = StreamFramer()
    #expect(throws: SIPProblem.self) {
      framer.append(Array("INVITE sip:a SIP/2.0\r\n".utf8))
      for _ in 0..<10_000 {
        framer.append(Array("Subject: a\r\n".utf8))
        guard try framer.next() == nil else { return }
      }
    }
    #expect(framer.pendingBytes <= SIPLimits.headerSectionBytesMax + 12)
  }
}
