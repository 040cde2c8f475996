import Recognition
import Testing

/// The numbers are those that issuers publish for tests.
@Suite struct PaymentCardTests {
  private let recogniser = PaymentCardRecogniser()

  @Test(arguments: [
    "4111111111111111", "4012888888881881", "5555555555554444", "5105105105105100", "2223003122003222", "378282246310005",
    "371449635398431", "6011111111111117", "6011000990139424", "30569309025904", "38520000023237", "3530111333300000",
    "6200000000000005", "6759649826438453",
  ])
  func numbersOfEveryIssuerAreFound(_ number: String) {
    let digits = Array(number)
    let fours = stride(from: 0, to: digits.count, by: 4).map { String(digits[$0..<min($0 + 4, digits.count)]) }
    for text in [
      number, "my card is \(number).", "card:\(number), thank you", "(\(number))", "\u{2018}\(number)\u{2019}", "\(number)\n",
      fours.joined(separator: " "), fours.joined(separator: "-"), fours.joined(separator: "\u{A0}"),
      "it is \(fours.joined(separator: " ")) 12/27 and 123", digits.map(String.init).joined(separator: " "),
      "call me on 030 1234567. \(fours.joined(separator: " "))",
    ] {
      #expect(recogniser.finds(in: text), "\(text)")
    }
  }

  @Test func numbersArePartedAsTheyArePrinted() {
    #expect(recogniser.finds(in: "3782 822463 10005") && recogniser.finds(in: "3056-930902-5904"))
    #expect(!recogniser.finds(in: "37 8282246310005") && !recogniser.finds(in: "4111111 111111111"))
  }

  /// Each is one step away from a number that is found.
  @Test(arguments: [
    // Another check digit, two figures exchanged, a figure more or less.
    "4111111111111112", "4012888888888181", "41111111111111111", "411111111111111", "5555 5555 5555 4445",
    // No issuer begins so.
    "1234567812345670", "9111111111111110", "0000000000000000", "7777777777777779",
    // Part of something else.
    "a4111111111111111", "4111111111111111b", "order_4111111111111111", "0.4111111111111111", "x4111 1111 1111 1111",
    // Parted twice, or by a line.
    "4111  1111  1111  1111", "4111 1111\n1111 1111", "4111 1111 -- 1111 1111",
    // What people say in numbers.
    "+49 30 901820 0049 30 901821", "DE89 3704 0044 0532 0130 00", "2026-11-28 16:12:03.411111", "555 123 4567 555 987 6543",
    "550e8400-e29b-41d4-a716-446655440000", "192.168.100.200", "1Z9999999999999999", "4111", "", "4 1 1 1",
  ])
  func whatIsNoneIsNotFound(_ text: String) {
    #expect(!recogniser.finds(in: text), "\(text)")
  }

  /// Of numbers that are nobody's card, few are taken for one: as many as check digit and beginnings let pass.
  @Test func randomNumbersAreSeldomFound() {
    var state: UInt64 = 2026
    func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state >> 33
    }
    let count = 4_000
    let found = (0..<count).filter { _ in
      recogniser.finds(in: String((0..<16).map { _ in Character(String(next() % 10)) }))
    }.count
    #expect((count / 200...count / 30).contains(found), "\(found) of \(count)")
    // As phone numbers, dates and amounts stand in sentences.
    let said = (0..<count).filter { _ in
      recogniser.finds(
        in: "\(next() % 1_000) \(next() % 10_000_000) on \(next() % 28)-\(next() % 12)-20\(next() % 100): \(next() % 100_000)")
    }.count
    #expect(said == 0)
  }

  @Test func longTextsTakeTimeInProportion() {
    let clock = ContinuousClock()
    func seconds(_ count: Int) -> Duration {
      let texts = [String(repeating: "1 ", count: count), String(repeating: "7", count: 2 * count)]
      return clock.measure { for text in texts { _ = recogniser.finds(in: text) } }
    }
    _ = seconds(500)
    #expect(seconds(16_000) < seconds(2_000) * 40)
  }

  @Test func labelsAreThoseOfAllTexts() {
    #expect(Recognisers.labels(of: ["hello", "4111 1111 1111 1111"], by: Recognisers.all) == ["PAYMENT_CARD"])
    #expect(Recognisers.labels(of: ["4111 1111", "1111 1111"], by: Recognisers.all) == [])
  }
}
