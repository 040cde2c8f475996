import ConnectAPI
import Testing
import Vocabulary

/// Nobody asks more often than is stated, nobody is made to pay for another, and the memory of it is bounded.
@Suite struct CallerRatesTests {
  private let start = Moment(seconds: 1_700_000_000)
  private let rates = CallerRates(known: CallerRate(perSecond: 10), address: CallerRate(perSecond: 1))

  private func admitted(_ count: Int, _ caller: String, at now: Moment) -> Int {
    (0..<count).count { _ in rates.take(caller, from: "192.0.2.1", at: now) == .admitted }
  }

  @Test func aBucketHoldsTwoSecondsWorthAndFillsUp() {
    #expect(admitted(100, "a", at: start) == 20)
    #expect(admitted(100, "b", at: start) == 20, "another caller has a bucket of its own")
    #expect(admitted(100, "a", at: start.adding(seconds: 1)) == 10)
    #expect(admitted(100, "a", at: start.adding(seconds: 3_600)) == 20, "it holds no more than that")
    #expect(admitted(100, "a", at: start) == 0, "a clock that was set back gives nothing")
  }

  @Test func theFirstRefusalOfAMinuteIsMarked() {
    _ = admitted(20, "a", at: start)
    #expect(rates.take("a", from: "192.0.2.1", at: start) == .throttled(isFirst: true))
    #expect(rates.take("a", from: "192.0.2.1", at: start) == .throttled(isFirst: false))
    _ = admitted(100, "a", at: start.adding(seconds: 59))
    #expect(rates.take("a", from: "192.0.2.1", at: start.adding(seconds: 59)) == .throttled(isFirst: false))
    _ = admitted(100, "a", at: start.adding(seconds: 61))
    #expect(rates.take("a", from: "192.0.2.1", at: start.adding(seconds: 61)) == .throttled(isFirst: false))
  }

  @Test func strangersShareTheirAddress() {
    for address in ["2001:db8::1", "2001:db8:0:0:ffff::2"] { #expect(rates.takeStranger(address, at: start) == .admitted) }
    #expect(rates.takeStranger("2001:db8::3%eth0", at: start) == .throttled(isFirst: true))
    #expect(rates.takeStranger("2001:db8:0:1::1", at: start) == .admitted)
    for address in ["192.0.2.7", "::ffff:192.0.2.7"] { #expect(rates.takeStranger(address, at: start) == .admitted) }
    #expect(rates.isBarred("192.0.2.7", at: start) && !rates.isBarred("192.0.2.8", at: start))
    #expect(!rates.isBarred("192.0.2.7", at: start.adding(seconds: 1)))
  }

  /// Behind one address may be a whole house: who has proved itself is looked at still.
  @Test func anAddressThatAKnownCallerUsesIsNotBarred() {
    for _ in 0..<10 { _ = rates.takeStranger("192.0.2.1", at: start) }
    #expect(rates.isBarred("192.0.2.1", at: start))
    #expect(rates.take("a", from: "192.0.2.1", at: start) == .admitted)
    #expect(!rates.isBarred("192.0.2.1", at: start))
    #expect(rates.takeStranger("192.0.2.1", at: start) != .admitted)
  }

  /// Who comes from ever new addresses shares one bucket once the table is full, and the memory is bounded so.
  @Test func nobodyGetsPastALimitByBeingMany() {
    let addresses = (0..<40_000).map { "198.\($0 / 65_536).\($0 / 256 % 256).\($0 % 256)" }
    var admitted = 0
    for address in addresses {
      for _ in 0..<2 where rates.takeStranger(address, at: start) == .admitted { admitted += 1 }
    }
    #expect((40_000...40_100).contains(admitted), "20,000 buckets of two, and one for all others")
    // A bucket that is full again makes room.
    #expect(rates.takeStranger("203.0.113.1", at: start.adding(seconds: 10)) == .admitted)
    #expect(rates.takeStranger("203.0.113.2", at: start.adding(seconds: 10)) == .admitted)
  }

  @Test func zeroIsWithoutLimit() {
    let open = CallerRates(known: CallerRate(perSecond: 0), address: CallerRate(perSecond: 0))
    for _ in 0..<10_000 {
      #expect(open.take("a", from: "192.0.2.1", at: start) == .admitted && open.takeStranger("192.0.2.1", at: start) == .admitted)
    }
    #expect(!open.isBarred("192.0.2.1", at: start))
  }
}
