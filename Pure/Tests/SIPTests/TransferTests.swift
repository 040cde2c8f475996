import SIP
import Testing

/// A peer's REFER: what is answered to it, and what it is told by NOTIFY (RFC 3515, RFC 4488, RFC 6665).
@Suite("Transfers") struct TransferTests {
  /// A telephone that has called, and is in a call with the switch.
  private struct Telephone {
    static let target = "Refer-To: <sip:carol@switch>"
    var exchange = Exchange("switch", trusting: false)
    private let tag: String

    init() throws {
      exchange.handle("switch", .trunkChanged(name: "t", Trunk(targets: [Peer.flow], probeSeconds: 0, registration: nil)))
      let invite = Peer.request("INVITE", branch: "z9hG4bKi", fields: ["Contact: <sip:alice@192.0.2.9:5062>"])
      _ = exchange.answers("switch", to: invite, from: Peer.flow)
      exchange.perform(.answer(Exchange.description), "switch")
      let to = try #require(exchange.lastSent.split(separator: "\r\n").first { $0.hasPrefix("To:") })
      tag = String(to.split(separator: ">")[1])
      send("ACK", number: 1)
      _ = exchange.takeSent()
    }

    @discardableResult
    mutating func send(_ method: String, number: Int, _ fields: [String] = [], from flow: SIPFlow = Peer.flow) -> [String] {
      let text = Peer.request(method, branch: "z9hG4bK\(method)\(number)", fields: fields).sipText
        .replacing("CSeq: 1 ", with: "CSeq: \(number) ")
        .replacing("To: <sip:switch@example.com>", with: "To: <sip:switch@example.com>\(tag)")
      return exchange.answers("switch", to: Array(text.utf8), from: flow).map(\.sipText)
    }

    /// - Returns: the first lines of what comes back.
    mutating func refer(_ fields: [String] = [target], number: Int = 2, from flow: SIPFlow = Peer.flow) -> [String] {
      send("REFER", number: number, fields, from: flow).map(Self.line)
    }

    /// What the switch sends for it.
    mutating func perform(_ commands: CallCommand...) -> [String] {
      _ = exchange.takeSent()
      for command in commands { exchange.perform(command, "switch") }
      return exchange.takeSent()
    }

    /// Answers a request of the switch's.
    mutating func answer(_ request: String, _ status: Int = 200) -> [String] {
      let kept = request.split(separator: "\r\n").filter { line in
        ["Via:", "From:", "To:", "Call-ID:", "CSeq:"].contains { line.hasPrefix($0) }
      }
      let response = Peer.message(["SIP/2.0 \(status) Said"] + kept.map(String.init) + ["Content-Length: 0"])
      return exchange.answers("switch", to: response, from: Peer.flow).map(\.sipText)
    }

    mutating func pass(milliseconds: Int) -> [String] {
      _ = exchange.takeSent()
      exchange.pass(milliseconds: milliseconds)
      return exchange.takeSent()
    }

    var requests: [String] { exchange.log.filter { $0.contains("transferRequested") } }
    var isOver: Bool { exchange.endpoints["switch"]?.callCount == 0 }

    static func line(_ text: String) -> String {
      String(text.prefix { $0 != "\r\n" })
    }
  }

  private static func field(_ name: String, _ text: String) -> String? {
    text.split(separator: "\r\n").first { $0.hasPrefix("\(name): ") }.map { String($0.dropFirst(name.count + 2)) }
  }

  private static func said(_ notify: String) -> [String?] {
    [
      Telephone.line(notify).split(separator: " ").first.map(String.init), field("Event", notify),
      field("Subscription-State", notify),
    ]
      + [notify.split(separator: "\r\n\r\n").last.map { String($0.prefix { $0 != "\r\n" }) }]
  }

  // MARK: What is told

  @Test func whatBecomesOfItIsToldInOrder() throws {
    var phone = try Telephone()
    #expect(phone.refer().isEmpty && phone.requests == ["switch transferRequested sip:carol@switch"])
    let first = phone.perform(.transferProgressed(status: 100), .transferProgressed(status: 200))
    #expect(first.count == 2 && first[0].hasPrefix("SIP/2.0 202 Accepted") && Self.field("Contact", first[0]) != nil)
    #expect(Self.field("Refer-Sub", first[0]) == nil)
    #expect(Self.said(first[1]) == ["NOTIFY", "refer", "active;expires=120", "SIP/2.0 100 Trying"])
    #expect(Self.field("Content-Type", first[1]) == "message/sipfrag;version=2.0")
    // The BYE comes after the last word, and that after the answer to the first.
    #expect(phone.perform(.hangUp).isEmpty)
    let last = try #require(phone.answer(first[1]).first)
    #expect(Self.said(last) == ["NOTIFY", "refer", "terminated;reason=noresource", "SIP/2.0 200 OK"])
    #expect(phone.answer(last).map(Telephone.line).first?.hasPrefix("BYE sip:alice@192.0.2.9:5062") == true && phone.isOver)
  }

  @Test(arguments: [403, 404, 480, 486]) func aFailureIsToldAndTheCallGoesOn(_ status: Int) throws {
    var phone = try Telephone()
    _ = phone.refer()
    let first = phone.perform(.transferProgressed(status: 100))
    _ = phone.answer(first[1])
    let last = try #require(phone.perform(.transferProgressed(status: status)).first)
    #expect(Self.said(last)[3]?.hasPrefix("SIP/2.0 \(status) ") == true && Self.said(last)[2] == "terminated;reason=noresource")
    #expect(phone.answer(last).isEmpty && !phone.isOver)
    // Later ones are told apart (RFC 3515 section 2.4.6).
    #expect(phone.refer(number: 9).isEmpty)
    #expect(Self.field("Event", phone.perform(.transferProgressed(status: 100)).last ?? "") == "refer;id=9")
  }

  @Test func whoWantsToHearNothingIsToldNothing() throws {
    var phone = try Telephone()
    _ = phone.refer([Telephone.target, "Require: norefersub", "Refer-Sub: false"])
    let answers = phone.perform(.transferProgressed(status: 100), .transferProgressed(status: 200))
    #expect(answers.count == 1 && answers[0].hasPrefix("SIP/2.0 202") && Self.field("Refer-Sub", answers[0]) == "false")
    #expect(phone.perform(.hangUp).map(Telephone.line).first?.hasPrefix("BYE ") == true && phone.isOver)
  }

  @Test func aSecondOneWaitsForTheFirst() throws {
    var phone = try Telephone()
    #expect(phone.refer().isEmpty && phone.refer(number: 3) == ["SIP/2.0 491 Request Pending"])
    let first = phone.perform(.transferProgressed(status: 100), .transferProgressed(status: 480))
    #expect(phone.refer(number: 4) == ["SIP/2.0 491 Request Pending"])
    let last = try #require(phone.answer(first[1]).first)
    #expect(phone.refer(number: 5) == ["SIP/2.0 491 Request Pending"], "the peer may still have the last word to read")
    _ = phone.answer(last)
    #expect(phone.refer(number: 6).isEmpty && phone.requests.count == 2)
  }

  // MARK: Bounds

  @Test func whoDoesNotAnswerAtTheEndIsHungUp() throws {
    var phone = try Telephone()
    _ = phone.refer()
    _ = phone.perform(.transferProgressed(status: 100), .transferProgressed(status: 200), .hangUp)
    #expect(!phone.pass(milliseconds: 1_999).contains { $0.hasPrefix("BYE") })
    #expect(phone.pass(milliseconds: 2).contains { $0.hasPrefix("BYE") } && phone.isOver)
  }

  @Test func aCallThatEndsMeanwhileSaysSo() throws {
    var phone = try Telephone()
    _ = phone.refer()
    let first = phone.perform(.transferProgressed(status: 100))
    #expect(phone.perform(.hangUp, .hangUp, .transferProgressed(status: 200)).isEmpty)
    let last = try #require(phone.answer(first[1]).first)
    #expect(Self.said(last)[2...] == ["terminated;reason=noresource", "SIP/2.0 487 Request Terminated"])
    #expect(phone.answer(last).map(Telephone.line).first?.hasPrefix("BYE ") == true && phone.isOver)
  }

  @Test func aPeerThatHangsUpIsToldNothingMore() throws {
    var phone = try Telephone()
    _ = phone.refer()
    _ = phone.perform(.transferProgressed(status: 100))
    #expect(phone.send("BYE", number: 3).map(Telephone.line) == ["SIP/2.0 200 OK"] && phone.isOver)
    #expect(phone.perform(.transferProgressed(status: 200), .hangUp).isEmpty)
  }

  @Test func whatIsNeverDecidedEnds() throws {
    var phone = try Telephone()
    _ = phone.refer()
    let first = phone.perform(.transferProgressed(status: 100))
    _ = phone.answer(first[1])
    #expect(phone.pass(milliseconds: 119_900).isEmpty)
    let last = try #require(phone.pass(milliseconds: 200).first)
    #expect(Self.said(last)[2...] == ["terminated;reason=timeout", "SIP/2.0 100 Trying"])
    _ = phone.answer(last)
    #expect(phone.perform(.transferProgressed(status: 200)).isEmpty && !phone.isOver && phone.refer(number: 3).isEmpty)
  }

  @Test func aTimerOfAnEarlierOneMeansNothing() throws {
    var phone = try Telephone()
    _ = phone.refer([Telephone.target, "Refer-Sub: false"])
    _ = phone.perform(.transferProgressed(status: 404))
    _ = phone.pass(milliseconds: 100_000)
    _ = phone.refer(number: 3)
    let first = phone.perform(.transferProgressed(status: 100))
    _ = phone.answer(first[1])
    #expect(phone.pass(milliseconds: 30_000).isEmpty)
  }

  /// RFC 6665 section 4.2.2.
  @Test(arguments: [481, 603, 0]) func whoKnowsNothingOfItIsToldNothingMore(_ status: Int) throws {
    var phone = try Telephone()
    _ = phone.refer()
    let first = phone.perform(.transferProgressed(status: 100))
    if status == 0 { _ = phone.pass(milliseconds: 33_000) } else { _ = phone.answer(first[1], status) }
    #expect(phone.refer(number: 3) == ["SIP/2.0 491 Request Pending"])
    #expect(phone.perform(.transferProgressed(status: 480)).isEmpty && !phone.isOver)
    #expect(phone.refer(number: 4).isEmpty)
  }

  /// Whichever packet is lost, and whichever two in a row.
  @Test(arguments: 0...8, 1...2) func noLostPacketLosesAWord(_ first: Int, _ count: Int) throws {
    var exchange = Exchange("a", "b")
    exchange.answersAtOnce = true
    _ = try exchange.place("a", to: ["b"])
    exchange.pass(milliseconds: 1_000)
    let start = exchange.packets + first
    exchange.loses = { number, _, _ in (start..<(start + count)).contains(number) }
    exchange.perform(.transfer(to: try SIPURI("sip:carol@a"), replacing: nil), "b")
    exchange.pass(milliseconds: 2_000)
    for command in [CallCommand.transferProgressed(status: 100), .transferProgressed(status: 200), .hangUp] {
      exchange.perform(command, "a")
    }
    exchange.pass(milliseconds: 60_000)
    #expect(exchange.log.count { $0.contains("transferRequested") } == 1)
    #expect(exchange.log.suffix(3).filter { $0.hasPrefix("b") }.last == "b ended hungUp")
    #expect(
      exchange.log.filter { $0.hasPrefix("b transferProgressed") } == ["b transferProgressed 100", "b transferProgressed 200"])
    #expect(["a", "b"].allSatisfy { exchange.endpoints[$0]?.callCount == 0 })
  }

  // MARK: What is refused

  @Test(arguments: [
    ([], 400), (["Refer-To: <sip:a@b>", "Refer-To: <sip:c@d>"], 400), (["Refer-To: <sip:a@b>, <sip:c@d>"], 400),
    (["Refer-To: <sip:a@b>", "r: <sip:c@d>"], 400), (["Refer-To: <sip:>"], 400), (["Refer-To: a@b"], 400), (["Refer-To:"], 400),
    (["Refer-To: <sip:a@b"], 400), (["Refer-To: <sip:a@b?Replaces=x>"], 400), (["Refer-To: <mailto:a@b>"], 416),
    (["Refer-To: <https://a/>"], 416), (["Refer-To: <sip:a@b>", "Referred-By: <sip:a@b>", "b: <sip:c@d>"], 400),
    (["Refer-To: <sip:a@b>", "Require: frogs"], 420),
  ]) func aMalformedOneIsRefused(_ fields: [String], _ status: Int) throws {
    var phone = try Telephone()
    #expect(phone.refer(fields).first?.hasPrefix("SIP/2.0 \(status) ") == true && phone.requests.isEmpty)
    #expect(phone.refer(number: 3).isEmpty && phone.requests.count == 1, "and another is taken")
  }

  /// Neither where the peer is nor its numbers: who refers in somebody else's call has not moved it.
  @Test(arguments: [true, false]) func oneThatIsRefusedChangesNothing(_ isRefused: Bool) throws {
    var phone = try Telephone()
    let elsewhere = SIPFlow(id: 1, transport: .udp, host: "203.0.113.9", port: 5_060)
    #expect(phone.refer([Telephone.target, "Contact: <sip:mallory@203.0.113.9>"], number: 900, from: elsewhere).isEmpty)
    let answer = phone.perform(isRefused ? .refuseTransfer(status: 403) : .transferProgressed(status: 404))
    #expect(Telephone.line(answer[0]) == (isRefused ? "SIP/2.0 403 Forbidden" : "SIP/2.0 202 Accepted"))
    #expect(
      phone.send("OPTIONS", number: 3).map(Telephone.line).first?.hasPrefix(isRefused ? "SIP/2.0 200" : "SIP/2.0 500") == true)
    let bye = phone.perform(.hangUp)
    if isRefused { #expect(bye.map(Telephone.line).first?.hasPrefix("BYE sip:alice@192.0.2.9:5062 ") == true && phone.isOver) }
  }

  @Test func outsideOfADialogThereIsNone() throws {
    var exchange = Exchange("switch", trusting: false)
    let refer = Peer.request("REFER", fields: [Telephone.target])
    #expect(exchange.answers("switch", to: refer, from: Peer.flow).isEmpty, "a stranger hears nothing")
    exchange.handle("switch", .trunkChanged(name: "t", Trunk(targets: [Peer.flow], probeSeconds: 0, registration: nil)))
    #expect(exchange.answers("switch", to: refer, from: Peer.flow).first?.starts(with: "SIP/2.0 481".utf8) == true)
    var phone = try Telephone()
    let guessed = Peer.request("REFER", branch: "z9hG4bKg", fields: [Telephone.target]).sipText
      .replacing("To: <sip:switch@example.com>", with: "To: <sip:switch@example.com>;tag=guessed")
    #expect(
      phone.exchange.answers("switch", to: Array(guessed.utf8), from: Peer.flow).first?.starts(with: "SIP/2.0 481".utf8) == true)
    #expect(phone.requests.isEmpty)
  }

  @Test func whomItNamesIsReadWithoutEscapes() throws {
    #expect(try SIPURI("sip:Back%20office@switch").userText == "Back office")
    #expect(try SIPURI("sip:%C3%84rger@switch").userText == "Ärger")
    for text in ["sip:switch", "sip:a%0D%0AVia@switch", "sip:%00@switch", "sip:%7F@switch", "sip:%FF%FE@switch"] {
      #expect(try SIPURI(text).userText == nil, "\(text)")
    }
  }
}
