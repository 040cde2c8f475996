import SIP
import Testing
import Vocabulary

/// Who is not known learns nothing, and cannot guess for long.
@Suite("Strangers") struct StrangerTests {
  private static let hashing = PlainHashing()
  private static let secret = DigestSecret(
    user: "alice", realm: "example.com", password: "open", allowsMD5: false, hashing: hashing)

  private static func office() -> Exchange {
    var exchange = Exchange("switch", trusting: false)
    exchange.handle("switch", .accountChanged(user: "alice", secret))
    return exchange
  }

  private static func register(_ fields: [String] = [], number: Int = 1, to user: String = "alice") -> [UInt8] {
    let text = Peer.request(
      "REGISTER", to: "sip:\(user)@example.com", branch: "z9hG4bK\(number)",
      fields: ["Contact: <sip:alice@192.0.2.9:5062>"] + fields
    ).sipText
    return Array(text.replacing("CSeq: 1 ", with: "CSeq: \(number) ").utf8)
  }

  /// Sends a request, and another with an answer to the challenge.
  private static func logIn(
    _ exchange: inout Exchange, password: String, number: Int, user: String = "alice", to: String = "alice",
    from flow: SIPFlow = Peer.flow
  ) throws -> [UInt8]? {
    guard let refusal = answers(&exchange, to: register(number: number, to: to), from: flow).last else { return nil }
    var phone = DigestClient(user: user, password: password, acceptsMD5: false, hashing: hashing)
    var entropy = Seeded.entropy(UInt64(number))
    let answer = phone.answer(
      try SIPResponse(ReceivedMessage(datagram: refusal)), method: .register, uri: try SIPURI("sip:\(to)@example.com"),
      entropy: &entropy)
    let value = try #require(answer).value
    return answers(&exchange, to: register(["Authorization: \(value)"], number: number + 1, to: to), from: flow).last
  }

  private static func answers(_ exchange: inout Exchange, to octets: [UInt8], from flow: SIPFlow = Peer.flow) -> [[UInt8]] {
    exchange.answers("switch", to: octets, from: flow)
  }

  @Test(arguments: [
    Peer.request("OPTIONS"), Peer.request("BYE"), Peer.request("SUBSCRIBE"), Peer.request("!odd"), Array("garbage".utf8),
    Peer.request("INVITE", fields: ["User-Agent: friendly-scanner"]), Peer.request("REGISTER", fields: ["From: twice"]),
    Peer.request("INVITE").dropLast(3) + [], Peer.request("ACK"),
  ]) func strangersAreNotAnswered(_ octets: [UInt8]) {
    var exchange = Self.office()
    #expect(Self.answers(&exchange, to: octets).isEmpty)
  }

  /// The control: the same from a trunk is answered.
  @Test func trunksAre() {
    var exchange = Self.office()
    exchange.handle("switch", .trunkChanged(name: "t", Trunk(targets: [Peer.flow], probeSeconds: 0, registration: nil)))
    #expect(Self.answers(&exchange, to: Peer.request("OPTIONS")).count == 1)
    #expect(Self.answers(&exchange, to: Peer.request("BYE")).first?.starts(with: "SIP/2.0 481".utf8) == true)
    #expect(Self.answers(&exchange, to: Peer.request("!odd")).first?.starts(with: "SIP/2.0 501".utf8) == true)
    let broken = Peer.request("REGISTER", branch: "z9hG4bKb", fields: ["From: twice"])
    #expect(Self.answers(&exchange, to: broken).first?.starts(with: "SIP/2.0 400 More than one From".utf8) == true)
  }

  /// Some phones that know MD5 alone give up at a challenge of another algorithm, wherever it stands.
  @Test func oldPhonesAreAskedForWhatTheyKnow() throws {
    var exchange = Self.office()
    let old = DigestSecret(user: "bob", realm: "example.com", password: "open", allowsMD5: true, hashing: Self.hashing)
    exchange.handle("switch", .accountChanged(user: "bob", old))
    for (number, (user, first)) in [("alice", "SHA-256"), ("bob", "MD5"), ("nobody", "SHA-256")].enumerated() {
      let refusal = try #require(Self.answers(&exchange, to: Self.register(number: number + 1, to: user)).last)
      let challenges = try ReceivedMessage(datagram: refusal).values(of: .wwwAuthenticate).map(\.sipText)
      #expect(challenges.first?.contains("algorithm=\(first)") == true && challenges.count == (first == "MD5" ? 1 : 2), "\(user)")
    }
  }

  @Test func aUserRegistersAndIsReached() throws {
    var exchange = Self.office()
    let answer = try #require(try Self.logIn(&exchange, password: "open", number: 1))
    #expect(answer.starts(with: "SIP/2.0 200".utf8))
    #expect(try ReceivedMessage(datagram: answer).value(of: .contact)?.sipText == "<sip:alice@192.0.2.9:5062>;expires=3600")
    #expect(exchange.log == ["switch alice@example.com true"])
    let bindings = exchange.bindings("switch", of: try SIPURI("sip:alice@example.com"))
    #expect(bindings.map(\.flow) == [Peer.flow])
    exchange.pass(milliseconds: 3_620_000)
    #expect(exchange.log.last == "switch alice@example.com false")
  }

  @Test func nobodyRegistersForAnother() throws {
    var exchange = Self.office()
    let answer = try #require(try Self.logIn(&exchange, password: "open", number: 1, to: "bob"))
    #expect(answer.starts(with: "SIP/2.0 403".utf8) && exchange.log.isEmpty)
  }

  /// Somebody who is there and somebody who is not: the same answers.
  @Test(arguments: ["alice", "nobody"]) func guessersAreNotHeardForLong(_ user: String) throws {
    var exchange = Self.office()
    var answered = 0
    for attempt in 0..<10 {
      exchange.pass(milliseconds: 1_000)
      guard let answer = try Self.logIn(&exchange, password: "guess", number: attempt * 2 + 1, user: user) else { continue }
      #expect(answer.starts(with: "SIP/2.0 401".utf8))
      answered += 1
    }
    #expect(answered == 5)
    // It is told of each time, with the name of a telephone that there is; nobody else's, who can call themselves anything.
    let told = "switch \(Peer.flow.host) \(user == "alice" ? "alice" : "-")"
    #expect(exchange.log == ["\(told) 5 60 0"])
    exchange.pass(milliseconds: 60_000)
    _ = try Self.logIn(&exchange, password: "guess", number: 91, user: user)
    #expect(exchange.log == ["\(told) 5 60 0", "\(told) 6 120 0"])
    exchange.pass(milliseconds: 120_000)
    #expect(try Self.logIn(&exchange, password: "open", number: 101)?.starts(with: "SIP/2.0 200".utf8) == true)
  }

  /// Who has many addresses does not fill the ledger.
  @Test func ofManyGuessersThoseOfAMinuteAreCounted() throws {
    var exchange = Self.office()
    func guess(_ hosts: Range<Int>) throws {
      for host in hosts {
        let flow = SIPFlow(id: 1, transport: .udp, host: "198.51.100.\(host)", port: 5_060)
        for attempt in 0..<5 {
          _ = try Self.logIn(&exchange, password: "guess", number: host * 16 + attempt * 2 + 1, user: "nobody", from: flow)
        }
      }
    }
    try guess(0..<100)
    #expect(exchange.log.count == 60 && exchange.log.last == "switch 198.51.100.59 - 5 60 0")
    exchange.pass(milliseconds: 60_000)
    try guess(100..<102)
    #expect(exchange.log.suffix(2) == ["switch 198.51.100.100 - 5 60 40", "switch 198.51.100.101 - 5 60 0"])
  }

  /// Behind one address there are telephones, and somebody who guesses.
  @Test func aGuesserSilencesNoTelephoneThatIsRegistered() throws {
    var exchange = Self.office()
    #expect(try Self.logIn(&exchange, password: "open", number: 1)?.starts(with: "SIP/2.0 200".utf8) == true)
    let other = SIPFlow(id: 1, transport: .udp, host: Peer.flow.host, port: 6_000)
    for attempt in 0..<8 {
      exchange.pass(milliseconds: 1_000)
      _ = try Self.logIn(&exchange, password: "guess", number: 11 + attempt * 2, from: other)
    }
    #expect(try Self.logIn(&exchange, password: "open", number: 41, from: other) == nil)
    #expect(try Self.logIn(&exchange, password: "open", number: 51, user: "bob", to: "bob") == nil)
    #expect(try Self.logIn(&exchange, password: "open", number: 61)?.starts(with: "SIP/2.0 200".utf8) == true)
  }

  @Test func aFloodIsNotAnswered() {
    var exchange = Self.office()
    let flood = (0..<1_000).map { Peer.request("INVITE", branch: "z9hG4bK\($0)").sipText.replacing("call-1", with: "call-\($0)") }
    let answered = flood.count { !Self.answers(&exchange, to: Array($0.utf8)).isEmpty }
    #expect(answered == 20)
    exchange.pass(milliseconds: 1_000)
    let later = flood.count { text in
      !Self.answers(&exchange, to: Array(text.replacing("z9hG4bK", with: "z9hG4bKx").replacing("call-", with: "d-").utf8)).isEmpty
    }
    #expect(later == 5)
  }

  /// A trunk's are taken as they come.
  @Test func strangersOpenFewConnections() {
    var endpoint = SIPEndpoint(
      settings: EndpointSettings(
        host: "switch", port: 5_060, realm: "example.com", allowsMD5: true, userAgent: "test", rules: .standard,
        sessionTimer: .standard, registrar: .standard), hashing: Self.hashing, entropy: SeededEntropy(seed: 1))
    func taken(_ host: String, at second: Int64, of asked: Int = 1_000) -> Int {
      let flow = SIPFlow(id: 9, transport: .tls, host: host, port: 40_000)
      return (0..<asked).count { _ in endpoint.admitsConnection(flow, at: Moment(seconds: second)) }
    }
    #expect(taken("203.0.113.1", at: 1) == 64 && taken("203.0.113.2", at: 1) == 64)
    #expect(taken("203.0.113.1", at: 3) == 10)
    #expect(
      taken("2001:db8:1:2::1", at: 3) == 64 && taken("2001:db8:1:2:3::9", at: 3) == 0 && taken("2001:db8:1:3::1", at: 3) == 64)
    let target = SIPFlow(id: 0, transport: .tls, host: "198.51.100.1", port: 5_061)
    endpoint.handle(
      .trunkChanged(name: "t", Trunk(targets: [target], probeSeconds: 0, registration: nil)), at: Moment(seconds: 4))
    #expect(taken("198.51.100.1", at: 4) == 1_000)
    // However many others there are.
    for number in 0..<10_000 { _ = taken("10.0.\(number >> 8).\(number & 255)", at: 5, of: 1) }
    #expect(taken("203.0.113.3", at: 5) > 50)
  }

  /// However many hosts it comes from, or says that it does: nothing of it stays, each time it is told no once, and a telephone
  /// registers meanwhile.
  @Test func aFloodOfManyHostsLeavesNothingBehind() throws {
    var exchange = Self.office()
    for number in 0..<200 {
      let flow = SIPFlow(id: 1, transport: .udp, host: "203.0.113.\(number)", port: 5_060)
      for method in ["INVITE", "REGISTER", "CANCEL"] {
        let octets = Peer.request(method, branch: "z9hG4bK\(number)", callID: "\(number)")
        for _ in 0..<2 { #expect(Self.answers(&exchange, to: octets, from: flow).count == 1, "\(method)") }
      }
    }
    #expect(exchange.transactionCount("switch") == 0)
    #expect(try Self.logIn(&exchange, password: "open", number: 1)?.starts(with: "SIP/2.0 200".utf8) == true)
    let sent = exchange.packets
    exchange.pass(milliseconds: 9_000)
    #expect(exchange.packets == sent, "nothing is sent again to who may not have asked")
  }

  @Test func whoCallsIsWhoItSays() throws {
    var exchange = Self.office()
    let refusal = try #require(Self.answers(&exchange, to: Peer.request("INVITE")).last)
    #expect(refusal.starts(with: "SIP/2.0 401".utf8))
    var phone = DigestClient(user: "alice", password: "open", acceptsMD5: false, hashing: Self.hashing)
    var entropy = Seeded.entropy(1)
    let answer = phone.answer(
      try SIPResponse(ReceivedMessage(datagram: refusal)), method: .invite, uri: try SIPURI("sip:switch@example.com"),
      entropy: &entropy)
    let value = try #require(answer).value
    let text = Peer.request("INVITE", branch: "z9hG4bKb", fields: ["Authorization: \(value)"]).sipText.replacing(
      "CSeq: 1", with: "CSeq: 2")
    let stolen = Self.answers(&exchange, to: Array(text.replacing("<sip:alice@", with: "<sip:boss@").utf8)).last
    #expect(stolen?.starts(with: "SIP/2.0 403".utf8) == true && exchange.log.isEmpty)
    let again = text.replacing("z9hG4bKb", with: "z9hG4bKc").replacing("call-1", with: "call-2")
    #expect(
      Self.answers(&exchange, to: Array(again.utf8)).last?.starts(with: "SIP/2.0 401".utf8) == true, "credentials are used once")
  }
}
