import SIP
import Testing

/// Whole calls between two endpoints, each a user agent of RFC 3261.
@Suite("Calls") struct CallTests {
  private static let quiet = 40_000

  private static func established() throws -> Exchange {
    var exchange = Exchange("a", "b")
    exchange.answersAtOnce = true
    _ = try exchange.place("a", to: ["b"])
    exchange.pass(milliseconds: 1_000)
    return exchange
  }

  private static func left(_ exchange: Exchange) -> [Int] { ["a", "b"].map { exchange.endpoints[$0]?.callCount ?? -1 } }

  @Test func aCallIsRungAnsweredAndEnded() throws {
    var exchange = Exchange("a", "b")
    _ = try exchange.place("a", to: ["b"])
    exchange.pass(milliseconds: 50)
    exchange.perform(.ring, "b")
    exchange.pass(milliseconds: 50)
    exchange.perform(.answer(Exchange.description), "b")
    exchange.pass(milliseconds: 50)
    exchange.perform(.hangUp, "a")
    exchange.pass(milliseconds: Self.quiet)
    #expect(
      exchange.log == [
        "b incoming", "a progressed 180", "a answered 5", "b acknowledged", "a ended released", "b ended hungUp",
      ])
    #expect(
      exchange.wire.map { $0.split(separator: " ").dropFirst().prefix(3).joined(separator: " ") } == [
        "a>b INVITE sip:bob@b", "b>a SIP/2.0 180", "b>a SIP/2.0 200", "a>b ACK sip:switch@b:5060", "a>b BYE sip:switch@b:5060",
        "b>a SIP/2.0 200",
      ])
    #expect(Self.left(exchange) == [0, 0])
  }

  /// Whichever packet is lost, and whichever two in a row: the call comes about, and ends on both sides.
  @Test(arguments: 1...10, 1...3) func noLostPacketLosesTheCall(_ first: Int, _ count: Int) throws {
    var exchange = Exchange("a", "b")
    exchange.answersAtOnce = true
    exchange.loses = { number, _, _ in (first..<(first + count)).contains(number) }
    _ = try exchange.place("a", to: ["b"])
    exchange.pass(milliseconds: 20_000)
    #expect(exchange.log.contains("a answered 5") && exchange.log.contains("b acknowledged"))
    exchange.perform(.hangUp, "b")
    exchange.pass(milliseconds: Self.quiet)
    #expect(exchange.log.filter { $0.contains("ended") } == ["b ended released", "a ended hungUp"])
    #expect(Self.left(exchange) == [0, 0])
  }

  @Test func theSameSeedMakesTheSameCall() throws {
    let wires = try (0..<2).map { _ in try Self.established().wire }
    #expect(wires[0] == wires[1])
  }

  @Test func aCallIsCancelled() throws {
    var exchange = Exchange("a", "b")
    _ = try exchange.place("a", to: ["b"])
    exchange.pass(milliseconds: 50)
    exchange.perform(.ring, "b")
    exchange.pass(milliseconds: 50)
    exchange.perform(.hangUp, "a")
    exchange.pass(milliseconds: Self.quiet)
    #expect(exchange.log.filter { $0.contains("ended") } == ["b ended cancelled", "a ended released"])
    #expect(exchange.wire.contains { $0.contains("487") } && Self.left(exchange) == [0, 0])
  }

  /// RFC 3261 section 9.1: a CANCEL waits for a provisional response.
  @Test func aCancelWaitsUntilThePeerHasTheInvite() throws {
    var exchange = Exchange("a", "b")
    _ = try exchange.place("a", to: ["b"])
    exchange.perform(.hangUp, "a")
    exchange.pass(milliseconds: Self.quiet)
    let lines = exchange.wire.map { $0.split(separator: " ")[2] }
    let trying = try #require(exchange.wire.firstIndex { $0.contains("SIP/2.0 100") })
    #expect(try #require(lines.firstIndex(of: "CANCEL")) > trying)
    #expect(exchange.log.filter { $0.contains("ended") } == ["b ended cancelled", "a ended released"])
  }

  @Test func anAnswerThatCrossesTheCancelIsHungUp() throws {
    var exchange = Exchange("a", "b")
    _ = try exchange.place("a", to: ["b"])
    exchange.pass(milliseconds: 50)
    exchange.perform(.ring, "b")
    exchange.pass(milliseconds: 50)
    exchange.perform(.answer(Exchange.description), "b")
    exchange.perform(.hangUp, "a")
    exchange.pass(milliseconds: Self.quiet)
    #expect(exchange.log.filter { $0.contains("ended") } == ["a ended released", "b ended hungUp"])
    #expect(Self.left(exchange) == [0, 0])
  }

  @Test func aRefusalSaysItsStatus() throws {
    var exchange = Exchange("a", "b")
    _ = try exchange.place("a", to: ["b"])
    exchange.pass(milliseconds: 50)
    exchange.perform(.refuse(status: 486), "b")
    exchange.pass(milliseconds: Self.quiet)
    #expect(exchange.log == ["b incoming", "b ended released", "a ended refused(status: 486)"] && Self.left(exchange) == [0, 0])
  }

  @Test func anAnswerThatNobodyAcknowledgesEnds() throws {
    var exchange = Exchange("a", "b")
    exchange.answersAtOnce = true
    exchange.loses = { _, _, line in line.hasPrefix("ACK") }
    _ = try exchange.place("a", to: ["b"])
    exchange.pass(milliseconds: 60_000)
    #expect(exchange.log.filter { $0.contains("ended") } == ["b ended notAcknowledged", "a ended hungUp"])
    let answers = exchange.wire.filter { $0.contains("b>a SIP/2.0 200") }.compactMap {
      $0.split(separator: " ").first.flatMap { Int($0) }
    }
    #expect(answers.prefix(5) == [10, 510, 1_510, 3_510, 7_510])
  }

  // MARK: Offers

  @Test func aLateOfferIsAnsweredInTheACK() throws {
    var exchange = Exchange("a", "b")
    _ = try exchange.place("a", to: ["b"], description: [])
    exchange.pass(milliseconds: 50)
    exchange.perform(.answer(Exchange.description), "b")
    exchange.pass(milliseconds: 50)
    exchange.perform(.answerOffer(Array("answer".utf8)), "a")
    exchange.pass(milliseconds: 5_000)
    #expect(exchange.log == ["b incoming", "a answered 5", "b acknowledged 6"])
  }

  @Test func aLaterOfferIsAnsweredOrRefused() throws {
    var exchange = try Self.established()
    let before = exchange.log.count
    exchange.perform(.offer(Array("hold".utf8)), "b")
    exchange.pass(milliseconds: 50)
    exchange.perform(.answerOffer(Array("held!".utf8)), "a")
    exchange.pass(milliseconds: 50)
    exchange.perform(.offer(Array("more".utf8)), "a")
    exchange.pass(milliseconds: 50)
    exchange.perform(.refuseOffer, "b")
    exchange.pass(milliseconds: Self.quiet)
    #expect(exchange.log.dropFirst(before) == ["a offered 4", "b offerAnswered 5", "b offered 4", "a offerRefused 488"])
    #expect(Self.left(exchange) == [1, 1])
  }

  @Test func offersThatCrossAreBothRefused() throws {
    var exchange = try Self.established()
    let before = exchange.log.count
    exchange.perform(.offer(Array("hold".utf8)), "a")
    exchange.perform(.offer(Array("hold".utf8)), "b")
    exchange.pass(milliseconds: Self.quiet)
    #expect(exchange.log.dropFirst(before).sorted() == ["a offerRefused 491", "b offerRefused 491"])
    exchange.perform(.offer(Array("hold".utf8)), "a")
    exchange.pass(milliseconds: 50)
    #expect(exchange.log.last == "b offered 4", "and either may try again")
  }

  // MARK: Session timers

  @Test func aLivingCallIsRefreshed() throws {
    var exchange = try Self.established()
    exchange.pass(milliseconds: 4 * 3_600_000)
    #expect(exchange.wire.count { $0.contains("a>b UPDATE") } == 16)
    #expect(Self.left(exchange) == [1, 1])
  }

  @Test(arguments: [("a", ["b ended sessionExpired"]), ("b", ["a ended timedOut"])])
  func aDeadPeerIsFoundOut(_ dead: String, _ expected: [String]) throws {
    var exchange = try Self.established()
    exchange.loses = { _, _, _ in true }
    exchange.pass(milliseconds: 3_600_000)
    #expect(exchange.log.filter { $0.contains("ended") && !$0.hasPrefix(dead) } == expected)
  }

  // MARK: Transfers and INFO

  @Test func aTransferIsTold() throws {
    var exchange = try Self.established()
    let before = exchange.log.count
    exchange.perform(.transfer(to: try SIPURI("sip:carol@c"), replacing: nil), "b")
    exchange.pass(milliseconds: 50)
    exchange.perform(.transferProgressed(status: 100), "a")
    exchange.pass(milliseconds: 50)
    exchange.perform(.transferProgressed(status: 200), "a")
    exchange.pass(milliseconds: 50)
    #expect(
      exchange.log.dropFirst(before) == [
        "a transferRequested sip:carol@c", "b transferProgressed 100", "b transferProgressed 200",
      ])
    exchange.perform(.transfer(to: try SIPURI("sip:carol@c"), replacing: nil), "b")
    exchange.pass(milliseconds: 50)
    exchange.perform(.refuseTransfer(status: 603), "a")
    exchange.pass(milliseconds: 50)
    #expect(exchange.log.last == "b transferProgressed 603")
  }

  @Test func digitsComeByINFO() throws {
    var exchange = try Self.established()
    exchange.perform(.sendInfo(type: "application/dtmf-relay", Array("Signal=5".utf8)), "a")
    exchange.pass(milliseconds: 50)
    #expect(exchange.log.last == "b infoReceived Signal=5")
  }
}
