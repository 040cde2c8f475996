import SIP
import Testing

/// A trunk's peer behind a NAT tells addresses that nobody reaches: its own in Via and Contact.
@Suite("Peers behind a NAT") struct HiddenPeerTests {
  private static func isEndedAt(contact: String, via: String = "192.0.2.9", source: String) -> String? {
    let flow = SIPFlow(id: 1, transport: .udp, host: source, port: 40_001)
    var exchange = Exchange("switch", trusting: false)
    exchange.handle("switch", .trunkChanged(name: "t", Trunk(targets: [flow], probeSeconds: 0, registration: nil)))
    func from(_ method: String, to tag: String = "") -> [UInt8] {
      let request = Peer.request(method, branch: "z9hG4bK\(method)", fields: ["Contact: <sip:alice@\(contact)>"])
      let text = request.sipText.replacing("192.0.2.9", with: via)
      return Array(text.replacing("To: <sip:switch@example.com>", with: "To: <sip:switch@example.com>\(tag)").utf8)
    }
    _ = exchange.answers("switch", to: from("INVITE"), from: flow)
    exchange.perform(.answer(Exchange.description), "switch")
    let tag = exchange.lastSent.split(separator: "\r\n").first { $0.hasPrefix("To:") }?.split(separator: ">").last
    _ = exchange.answers("switch", to: from("ACK", to: String(tag ?? "")), from: flow)
    exchange.perform(.hangUp, "switch")
    return exchange.wire.last { $0.contains(" BYE ") }?.split(separator: " ")[1].split(separator: ">").last.map(String.init)
  }

  @Test func whoIsBehindANATIsReachedTheWayItCame() {
    #expect(Self.isEndedAt(contact: "192.0.2.9:5062", source: "198.51.100.7") == "198.51.100.7")
    // Both are behind one NAT, and it is the far side's Contact that came through.
    #expect(Self.isEndedAt(contact: "192.168.1.5:5062", via: "198.51.100.7", source: "198.51.100.7") == "198.51.100.7")
  }

  /// A telephone is asked something every 10 s, so that its translator does not forget it; one that is not hidden is not.
  @Test(arguments: [("198.51.100.7", 6), ("192.0.2.9", 0)])
  func aTelephoneBehindANATStaysReachable(_ source: String, _ questions: Int) throws {
    let hashing = PlainHashing()
    let flow = SIPFlow(id: 1, transport: .udp, host: source, port: 40_001)
    var exchange = Exchange("switch", trusting: false)
    let secret = DigestSecret(user: "alice", realm: "example.com", password: "open", allowsMD5: false, hashing: hashing)
    exchange.handle("switch", .accountChanged(user: "alice", secret))
    func register(_ number: Int, _ fields: [String] = []) -> [UInt8] {
      let contact = "Contact: <sip:alice@192.0.2.9:5062>;expires=70"
      let request = Peer.request(
        "REGISTER", to: "sip:alice@example.com", branch: "z9hG4bK\(number)", fields: [contact] + fields)
      return Array(request.sipText.replacing("CSeq: 1 ", with: "CSeq: \(number) ").utf8)
    }
    let refusal = try #require(exchange.answers("switch", to: register(1), from: flow).last)
    var phone = DigestClient(user: "alice", password: "open", acceptsMD5: false, hashing: hashing)
    var entropy = Seeded.entropy(1)
    let proof = try #require(
      phone.answer(
        SIPResponse(ReceivedMessage(datagram: refusal)), method: .register, uri: SIPURI("sip:alice@example.com"),
        entropy: &entropy))
    _ = exchange.answers("switch", to: register(2, ["Authorization: \(proof.value)"]), from: flow)
    #expect(exchange.log == ["switch alice@example.com true"])
    exchange.pass(milliseconds: 200_000)
    #expect(exchange.wire.count { $0.contains("switch>\(source) OPTIONS sip:alice@192.0.2.9:5062") } == questions)
  }

  /// The control: a carrier's proxy whose calls end at another host of the carrier's.
  @Test func whoIsNotIsReachedAtItsContact() {
    #expect(Self.isEndedAt(contact: "192.0.2.77:5062", source: "198.51.100.7") == "192.0.2.77")
    #expect(Self.isEndedAt(contact: "192.0.2.77:5062", via: "198.51.100.7", source: "198.51.100.7") == "192.0.2.77")
    #expect(Self.isEndedAt(contact: "10.0.0.9:5062", via: "10.0.0.7", source: "10.0.0.7") == "10.0.0.9")
  }
}
