import SIP
import Testing

/// The machines of RFC 3261 section 17 as RFC 6026 corrects them, second by second.
@Suite("Transactions") struct TransactionTests {
  private static let invite = Peer.request("INVITE")
  private static let options = Peer.request("OPTIONS")
  private static let tcp = SIPFlow(id: 2, transport: .tcp, host: "198.51.100.7", port: 5_060)

  private static func response(_ status: Int, to request: [UInt8] = invite) throws -> [UInt8] {
    MessageWriter(status: status, to: try ReceivedMessage(datagram: request), tag: "t9", flow: Peer.flow).finished()
  }

  // MARK: Client

  @Test func anInviteIsSentAgainTwiceAsLateEachTime() {
    var run = TransactionRun()
    _ = run.send(Self.invite, .invite)
    run.pass(milliseconds: 60_000)
    #expect(run.sentAt("INVITE") == [0, 500, 1_500, 3_500, 7_500, 15_500, 31_500])
    #expect(run.log == ["32000 timedOut"] && run.table.count == 0)
  }

  @Test func anyOtherIsSentAgainEveryFourSecondsAtMost() {
    var run = TransactionRun()
    _ = run.send(Self.options, .options)
    run.pass(milliseconds: 60_000)
    #expect(run.sentAt("OPTIONS") == [0, 500, 1_500, 3_500] + stride(from: 7_500, to: 32_000, by: 4_000))
    #expect(run.log == ["32000 timedOut"] && run.table.count == 0)
  }

  @Test func overAStreamNothingIsSentAgain() {
    var run = TransactionRun()
    _ = run.send(Self.invite, .invite, on: Self.tcp)
    _ = run.send(Self.options, .options, on: Self.tcp)
    run.pass(milliseconds: 60_000)
    #expect(run.sent.count == 2)
    #expect(run.log == ["32000 timedOut", "32000 timedOut"])
  }

  @Test func aProvisionalResponseEndsTheRepeatingOfAnInvite() throws {
    var run = TransactionRun()
    _ = run.send(Self.invite, .invite)
    run.pass(milliseconds: 600)
    try run.receive(Self.response(180))
    run.pass(milliseconds: 100_000)
    #expect(run.sentAt("INVITE") == [0, 500])
    #expect(run.log == ["600 180"] && run.table.count == 1)
  }

  @Test func aProvisionalResponseSlowsAnyOther() throws {
    var run = TransactionRun()
    _ = run.send(Self.options, .options)
    try run.receive(Self.response(100, to: Self.options))
    run.pass(milliseconds: 60_000)
    #expect(run.sentAt("OPTIONS") == [0, 500] + stride(from: 4_500, to: 32_000, by: 4_000))
    #expect(run.log == ["0 100", "32000 timedOut"])
  }

  @Test func aRefusalIsAcknowledgedEachTimeItComes() throws {
    var run = TransactionRun()
    _ = run.send(Self.invite, .invite)
    for _ in 0..<3 { try run.receive(Self.response(486)) }
    run.pass(milliseconds: 31_999)
    #expect(run.table.count == 1)
    run.pass(milliseconds: 1)
    #expect(run.log == ["0 486", "32000 completed"] && run.table.count == 0)
    #expect(run.sentAt("ACK") == [0, 0, 0])
    let ack = try SIPRequest(ReceivedMessage(datagram: try #require(run.sent.last).octets))
    #expect(ack.via.branch?.sipText == "z9hG4bKa" && ack.to.tag?.sipText == "t9" && ack.from.tag?.sipText == "f1")
    #expect(ack.cSeq == CSeq(number: 1, method: .ack) && ack.uri.text == "sip:switch@example.com")
  }

  @Test func anAnswerThatComesAgainIsSwallowedForFiveSeconds() throws {
    var run = TransactionRun()
    _ = run.send(Self.options, .options)
    for _ in 0..<2 { try run.receive(Self.response(200, to: Self.options)) }
    run.pass(milliseconds: 4_999)
    #expect(run.log == ["0 200"] && run.table.count == 1)
    run.pass(milliseconds: 60_000)
    #expect(run.log == ["0 200", "5000 completed"] && run.sent.count == 1)
  }

  @Test func anAcceptedInviteTakesTheAnswersOfOtherBranches() throws {
    var run = TransactionRun()
    _ = run.send(Self.invite, .invite)
    try run.receive(Self.response(200))
    try run.receive(Self.response(200))
    try run.receive(Self.response(486))
    try run.receive(Self.response(180))
    run.pass(milliseconds: 60_000)
    #expect(run.log == ["0 200", "0 200", "32000 completed"])
    #expect(run.sentAt("ACK").isEmpty, "who takes the answer acknowledges it")
  }

  @Test func aStreamHasNothingToWaitFor() throws {
    var run = TransactionRun()
    _ = run.send(Self.invite, .invite, on: Self.tcp)
    try run.receive(Self.response(486))
    #expect(run.log == ["0 486", "0 completed"] && run.table.count == 0)
  }

  @Test func answersOfAnotherBranchOrMethodAreNotOurs() throws {
    var run = TransactionRun()
    _ = run.send(Self.invite, .invite)
    try run.receive(Self.response(200, to: Peer.request("INVITE", branch: "z9hG4bKother")))
    try run.receive(Self.response(200, to: Self.options))
    #expect(run.log.isEmpty)
  }

  // MARK: Server

  @Test func tryingIsSaidAfterAFifthOfASecond() throws {
    var run = TransactionRun()
    try run.receive(Self.invite)
    try run.receive(Self.invite)
    run.pass(milliseconds: 199)
    #expect(run.sent.isEmpty)
    run.pass(milliseconds: 1)
    try run.receive(Self.invite)
    try run.respond(180, of: Self.invite)
    try run.receive(Self.invite)
    #expect(run.sentAt("SIP/2.0 100") == [200, 200] && run.sentAt("SIP/2.0 180") == [200, 200])
    #expect(run.log == ["0 INVITE"])
  }

  @Test func aRefusalIsSentAgainUntilItIsAcknowledged() throws {
    var run = TransactionRun()
    try run.receive(Self.invite)
    try run.respond(486, of: Self.invite)
    run.pass(milliseconds: 3_600)
    try run.receive(Peer.request("ACK"))
    try run.receive(Peer.request("ACK"))
    run.pass(milliseconds: 60_000)
    #expect(run.sentAt("SIP/2.0 486") == [0, 500, 1_500, 3_500])
    #expect(run.log == ["0 INVITE", "8600 completed"], "neither ACK is for who answered")
  }

  @Test func aRefusalThatNobodyAcknowledgesEnds() throws {
    var run = TransactionRun()
    try run.receive(Self.invite)
    try run.respond(486, of: Self.invite)
    run.pass(milliseconds: 60_000)
    #expect(run.sentAt("SIP/2.0 486") == [0, 500, 1_500, 3_500] + stride(from: 7_500, to: 32_000, by: 4_000))
    #expect(run.log.last == "32000 timedOut" && run.table.count == 0)
  }

  @Test func anAcceptedInviteSwallowsRepeatsAndPassesTheACKOn() throws {
    var run = TransactionRun()
    try run.receive(Self.invite)
    try run.respond(200, of: Self.invite)
    try run.receive(Self.invite)
    try run.respond(200, of: Self.invite)
    try run.respond(486, of: Self.invite)
    try run.receive(Peer.request("ACK"))
    try run.receive(Peer.request("ACK", branch: "z9hG4bKnew"))
    run.pass(milliseconds: 60_000)
    #expect(run.sent.count == 2)
    #expect(run.log == ["0 INVITE", "0 ACK", "0 ACK", "32000 completed"])
  }

  @Test func anyOtherIsAnsweredTheSameAgain() throws {
    var run = TransactionRun()
    try run.receive(Self.options)
    try run.receive(Self.options)
    #expect(run.sent.isEmpty)
    try run.respond(200, of: Self.options)
    try run.receive(Self.options)
    try run.respond(404, of: Self.options)
    run.pass(milliseconds: 60_000)
    #expect(run.sentAt("SIP/2.0 200") == [0, 0] && run.sent.count == 2)
    #expect(run.log == ["0 OPTIONS", "32000 completed"])
  }

  @Test func aCancelFindsItsInvite() throws {
    var run = TransactionRun()
    try run.receive(Self.invite)
    try run.receive(Peer.request("CANCEL"))
    try run.receive(Peer.request("CANCEL", branch: "z9hG4bKother"))
    #expect(run.log == ["0 INVITE", "0 CANCEL of 0", "0 CANCEL of nothing"])
  }

  @Test func aRequestThatCameTwoWaysIsALoop() throws {
    var run = TransactionRun()
    try run.receive(Self.invite)
    try run.receive(Peer.request("INVITE", branch: "z9hG4bKother"))
    #expect(run.log == ["0 INVITE", "0 refused 482"])
  }

  /// RFC 2543 has branches that say nothing: the request itself has to tell.
  @Test(arguments: ["b1", ""]) func olderPeersAreMatchedByTheirRequests(_ branch: String) throws {
    func older(_ method: String, number: Int = 1, tag: String = "") -> [UInt8] {
      Peer.message([
        "\(method) sip:switch@example.com SIP/2.0", "Via: SIP/2.0/UDP 192.0.2.9" + (branch.isEmpty ? "" : ";branch=\(branch)"),
        "From: <sip:alice@example.com>", "To: <sip:switch@example.com>\(tag)", "Call-ID: call-1", "CSeq: \(number) \(method)",
      ])
    }
    var run = TransactionRun()
    try run.receive(older("INVITE"))
    try run.receive(older("INVITE"))
    try run.receive(older("INVITE", number: 2))
    try run.receive(older("CANCEL"))
    try run.respond(486, of: older("INVITE"))
    try run.receive(older("ACK", tag: ";tag=t1"))
    run.pass(milliseconds: 10_000)
    #expect(run.log.prefix(3) == ["0 INVITE", "0 INVITE", "0 CANCEL of 0"])
    #expect(run.sentAt("SIP/2.0 486") == [0], "the ACK was recognised")
    #expect(
      run.sent.first { $0.octets.starts(with: "SIP/2.0 486".utf8) }?.flow.port == 5_060, "without rport the Via tells the port")
  }

  // MARK: Bounds

  @Test func aFullTableTakesNothingMore() throws {
    var run = TransactionRun(capacity: 1)
    try run.receive(Self.invite)
    try run.receive(Self.options)
    #expect(run.send(Self.options, .options) == nil)
    #expect(run.log == ["0 INVITE", "0 refused 503"] && run.table.count == 1)
  }

  /// A few long requests fill it as many short ones do, and it is empty when all that they left behind is over.
  @Test func aTableIsFullOfOctetsToo() throws {
    let passed = "Via: SIP/2.0/UDP 192.0.2.8;branch=z9hG4bKb;x=\(String(repeating: "x", count: 8_000))"
    func request(_ number: Int) -> [UInt8] {
      Peer.request("OPTIONS", branch: "z9hG4bK\(number)", callID: "\(number)", fields: [passed])
    }
    var run = TransactionRun()
    for number in 0..<20 where run.table.bytes < 100_000 {
      try run.receive(request(number))
      try run.respond(200, to: number, of: request(number))
    }
    #expect(run.ids.count == 13 && run.table.bytes > 100_000)
    try run.receive(request(20))
    try run.receive(Self.invite)
    #expect(run.send(Self.options, .options) == nil && run.log.suffix(2).allSatisfy { $0.hasSuffix("refused 503") })
    run.pass(milliseconds: 32_000)
    #expect(run.table.count == 0 && run.table.bytes == 0)
    _ = run.send(Self.invite, .invite)
    try run.receive(Self.response(486))
    #expect(run.table.bytes > Self.invite.count)
    run.pass(milliseconds: 60_000)
    #expect(run.table.bytes == 0)
  }

  @Test func aLostConnectionEndsWhatWasOnIt() throws {
    var run = TransactionRun()
    _ = run.send(Self.invite, .invite, on: Self.tcp)
    try run.receive(Self.options)
    run.fail(Self.tcp)
    #expect(run.log == ["0 OPTIONS", "0 transportFailed"] && run.table.count == 1)
  }

  @Test func timersOfOtherStatesDoNothing() throws {
    for timer in TransactionTimer.allCases where ![.a, .b].contains(timer) {
      var run = TransactionRun()
      _ = run.send(Self.invite, .invite)
      run.fire(timer)
      #expect(run.sent.count == 1 && run.log.isEmpty, "\(timer)")
    }
    for timer in TransactionTimer.allCases {
      var run = TransactionRun()
      try run.receive(Self.options)
      run.fire(timer)
      #expect(run.sent.isEmpty && run.log == ["0 OPTIONS"], "\(timer)")
    }
  }
}
