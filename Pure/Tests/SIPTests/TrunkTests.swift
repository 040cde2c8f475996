import SIP
import Testing

@Suite("Trunks") struct TrunkTests {
  @Test func aTargetThatSaysNothingIsPassedOver() throws {
    var exchange = Exchange("a", "b", "c")
    exchange.answersAtOnce = true
    exchange.loses = { _, to, _ in to == "b" }
    _ = try exchange.place("a", to: ["b", "c"])
    exchange.pass(milliseconds: 5_000)
    #expect(exchange.log == ["a trunk b false", "c incoming", "a progressed 180", "a answered 5", "c acknowledged"])
    _ = try exchange.place("a", to: ["b", "c"])
    let before = exchange.now
    exchange.pass(milliseconds: 100)
    #expect(exchange.log.suffix(3).first == "a progressed 180", "the next call does not wait: \(before)")
  }

  /// The first target had the call after all, and answers when nobody waits any more.
  @Test func anAnswerThatComesTooLateIsHungUp() throws {
    var exchange = Exchange("a", "b", "c")
    exchange.answersAtOnce = true
    exchange.loses = { number, to, line in to == "a" && number < 12 && line.hasPrefix("SIP/2.0") }
    _ = try exchange.place("a", to: ["b", "c"])
    exchange.pass(milliseconds: 60_000)
    #expect(exchange.log.contains("a answered 5"))
    #expect(exchange.log.filter { $0.contains("ended") } == ["b ended hungUp"])
    #expect(["a", "b", "c"].map { exchange.endpoints[$0]?.callCount } == [1, 0, 1])
  }

  @Test func aTargetThatIsBusyIsNotPassedOver() throws {
    var exchange = Exchange("a", "b", "c")
    _ = try exchange.place("a", to: ["b", "c"])
    exchange.pass(milliseconds: 50)
    exchange.perform(.refuse(status: 486), "b")
    exchange.pass(milliseconds: 5_000)
    #expect(exchange.log == ["b incoming", "b ended released", "a ended refused(status: 486)"])
  }

  @Test func probesTellWhatIsUp() {
    var exchange = Exchange("a", "b")
    exchange.handle("a", .trunkChanged(name: "others", Trunk(targets: [Exchange.flow("b")], probeSeconds: 30, registration: nil)))
    exchange.pass(milliseconds: 100_000)
    #expect(exchange.log.isEmpty && exchange.wire.count { $0.contains("a>b OPTIONS") } == 4)
    exchange.loses = { _, to, _ in to == "b" }
    exchange.pass(milliseconds: 60_000)
    #expect(exchange.log == ["a trunk b false"])
    exchange.loses = { _, _, _ in false }
    exchange.pass(milliseconds: 60_000)
    #expect(exchange.log == ["a trunk b false", "a trunk b true"])
    exchange.handle("a", .trunkChanged(name: "others", nil))
    let sent = exchange.packets
    exchange.pass(milliseconds: 100_000)
    #expect(exchange.packets == sent)
  }

  @Test(arguments: [("open", "a answered 5"), ("guess", "a ended refused(status: 401)")])
  func aTrunkMayAskForAPassword(_ password: String, _ last: String) throws {
    var exchange = Exchange("a", "b", trusting: false)
    exchange.answersAtOnce = true
    let secret = DigestSecret(user: "alice", realm: "example.com", password: "open", allowsMD5: false, hashing: PlainHashing())
    exchange.handle("b", .accountChanged(user: "alice", secret))
    let account = CallCredentials(user: "alice", password: password, acceptsMD5: false)
    _ = try exchange.place("a", to: ["b"], credentials: account)
    exchange.pass(milliseconds: 5_000)
    #expect(exchange.log.last { $0.hasPrefix("a ") } == last)
    // The refusal is acknowledged first, or the second INVITE would overtake its ACK.
    let sent = exchange.wire.filter { $0.contains("a>b") }.map { $0.split(separator: " ")[2] }
    #expect(sent.prefix(3) == ["INVITE", "ACK", "INVITE"])
  }

  // MARK: Registration

  private static func registering(password: String) throws -> Exchange {
    var exchange = Exchange("a", "b", trusting: false)
    let secret = DigestSecret(user: "alice", realm: "example.com", password: "open", allowsMD5: false, hashing: PlainHashing())
    exchange.handle("b", .accountChanged(user: "alice", secret))
    let registration = TrunkRegistration(
      address: try SIPURI("sip:alice@b"), registrar: try SIPURI("sip:b"),
      credentials: CallCredentials(user: "alice", password: password, acceptsMD5: false), seconds: 600)
    let trunk = Trunk(targets: [Exchange.flow("b")], probeSeconds: 0, registration: registration)
    exchange.handle("a", .trunkChanged(name: "carrier", trunk))
    return exchange
  }

  @Test func aTrunkIsRegisteredAndStaysSo() throws {
    var exchange = try Self.registering(password: "open")
    exchange.pass(milliseconds: 3_600_000)
    #expect(exchange.log == ["b alice@b true", "a registered true"])
    #expect(exchange.bindings("b", of: try SIPURI("sip:alice@b")).map(\.contact.text) == ["sip:switch@a:5060"])
    exchange.loses = { _, to, _ in to == "b" }
    exchange.pass(milliseconds: 700_000)
    #expect(exchange.log.contains("a registered false") && exchange.log.contains("b alice@b false"))
    exchange.loses = { _, _, _ in false }
    exchange.pass(milliseconds: 700_000)
    #expect(exchange.log.suffix(2) == ["b alice@b true", "a registered true"])
  }

  /// 423 (RFC 3261 section 10.2.8).
  @Test(arguments: [("900", "900"), ("60", nil), ("1000000", nil)]) func aTrunkThatWantsLongerGetsIt(
    _ least: String, _ asked: String?
  ) throws {
    var exchange = Exchange("a", trusting: false)
    let registration = TrunkRegistration(
      address: try SIPURI("sip:alice@b"), registrar: try SIPURI("sip:b"), credentials: nil, seconds: 600)
    exchange.handle(
      "a", .trunkChanged(name: "carrier", Trunk(targets: [Peer.flow], probeSeconds: 0, registration: registration)))
    let sent = try ReceivedMessage(datagram: Array(exchange.lastSent.utf8))
    var refusal = MessageWriter(status: 423, to: sent, tag: "t", flow: Peer.flow)
    refusal.field(.minExpires, least)
    let next = exchange.answers("a", to: refusal.finished(), from: Peer.flow)
    #expect(try next.map { try ReceivedMessage(datagram: $0).value(of: .expires)?.sipText } == (asked.map { [$0] } ?? []))
  }

  /// A wrong password is not tried so often that the carrier locks the account.
  @Test func aRefusedTrunkAsksSeldom() throws {
    var exchange = try Self.registering(password: "guess")
    exchange.pass(milliseconds: 3_600_000)
    #expect(exchange.log.allSatisfy { $0.hasPrefix("b a alice ") })
    let proved = exchange.wire.count { $0.contains("a>b REGISTER") } / 2
    #expect((5...12).contains(proved), "\(proved)")
  }
}
