/// The number of a payment card (ISO/IEC 7812-1): a known issuer's beginning and length, a check digit that is right, and figures
/// parted as people part them: not at all, one by one, in fours, or as American Express and Diners print them.
///
/// It rather misses a number that is written in another way than that it takes for one what is an order, a phone number or an id:
/// of random numbers of 16 figures about one in forty passes. What touches a letter or a decimal point is part of something else.
public struct PaymentCardRecogniser: Recogniser {
  public let label = "PAYMENT_CARD"

  private static let digits = 14...19
  /// Between two groups, once: space, hyphen, and what word processors make of them.
  private static let separators: Set<UInt32> = [0x20, 0x2D, 0xA0, 0x2010, 0x2011, 0x2013, 0x202F]

  /// Beginnings of `digits` figures from `first` to `last`, and how long such numbers are.
  private struct Issuer {
    let digits: Int
    let first: Int
    let last: Int
    let lengths: ClosedRange<Int>

    init(_ first: Int, _ last: Int, _ lengths: ClosedRange<Int>) {
      digits = String(first).utf8.count
      self.first = first
      self.last = last
      self.lengths = lengths
    }
  }

  /// The ranges that the schemes publish.
  private static let issuers = [
    // Visa; 13 digits are no longer given out.
    Issuer(4, 4, 16...16), Issuer(4, 4, 19...19),
    // Mastercard.
    Issuer(51, 55, 16...16), Issuer(2221, 2720, 16...16),
    // American Express.
    Issuer(34, 34, 15...15), Issuer(37, 37, 15...15),
    // Discover and Diners Club.
    Issuer(6011, 6011, 16...19), Issuer(644, 649, 16...19), Issuer(65, 65, 16...19), Issuer(300, 305, 14...19),
    Issuer(36, 36, 14...19), Issuer(38, 39, 14...19),
    // JCB, UnionPay, Maestro.
    Issuer(3528, 3589, 16...19), Issuer(62, 62, 16...19), Issuer(5018, 5018, 16...19), Issuer(5020, 5020, 16...19),
    Issuer(5038, 5038, 16...19), Issuer(6304, 6304, 16...19), Issuer(6759, 6759, 16...19), Issuer(6761, 6763, 16...19),
  ]

  public init() {}

  public func finds(in text: String) -> Bool {
    var groups = Groups()
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x30...0x39: groups.add(UInt8(scalar.value - 0x30))
      case let value where Self.separators.contains(value):
        if isCard(endedBy: &groups) { return true }
        groups.part()
      case UInt32(UInt8(ascii: ".")):
        // The end of a sentence, or a decimal point: what follows at once is no number of its own.
        if isCard(endedBy: &groups) { return true }
        groups.touch()
      case _ where scalar.properties.isAlphabetic || scalar == "_": groups.touch()
      default:
        if isCard(endedBy: &groups) { return true }
        groups.clear()
      }
    }
    return isCard(endedBy: &groups)
  }

  /// Whether the groups that end here make a number: the last one, the last two, and so on.
  private func isCard(endedBy groups: inout Groups) -> Bool {
    guard groups.end() else { return false }
    var (digits, sizes): ([UInt8], [Int]) = ([], [])
    for group in groups.ended.reversed() {
      digits = group + digits
      sizes.insert(group.count, at: 0)
      guard digits.count <= Self.digits.upperBound else { return false }
      if Self.digits.contains(digits.count), Self.isParted(sizes), hasIssuer(digits), hasCheckDigit(digits),
        digits.contains(where: { $0 != digits[0] })
      {
        return true
      }
    }
    return false
  }

  private static func isParted(_ sizes: [Int]) -> Bool {
    if sizes.count == 1 || sizes == [4, 6, 5] || sizes == [4, 6, 4] || sizes.allSatisfy({ $0 == 1 }) { return true }
    return sizes.dropLast().allSatisfy { $0 == 4 } && (1...4).contains(sizes[sizes.count - 1])
  }

  private func hasIssuer(_ digits: [UInt8]) -> Bool {
    Self.issuers.contains { issuer in
      let beginning = digits.prefix(issuer.digits).reduce(0) { $0 * 10 + Int($1) }
      return issuer.lengths.contains(digits.count) && (issuer.first...issuer.last).contains(beginning)
    }
  }

  /// ISO/IEC 7812-1, annex B.
  private func hasCheckDigit(_ digits: [UInt8]) -> Bool {
    var sum = 0
    for (place, digit) in digits.reversed().enumerated() {
      let doubled = Int(digit) << (place & 1)
      sum += doubled > 9 ? doubled - 9 : doubled
    }
    return sum % 10 == 0
  }
}

/// Groups of figures with one separator between each two, as far back as a number can reach.
private struct Groups {
  private static let digitsMax = 20

  private(set) var ended: [[UInt8]] = []
  private var current: [UInt8] = []
  private var isTouched = false
  private var hasSeparator = false

  mutating func add(_ digit: UInt8) {
    hasSeparator = false
    // Of a longer one it is enough to know that it is longer.
    if current.count < Self.digitsMax { current.append(digit) }
  }

  /// - Returns: whether a group has ended here.
  mutating func end() -> Bool {
    guard !current.isEmpty else { return false }
    let isWhole = !isTouched
    if isWhole { ended = ended.suffix(Self.digitsMax - 1) + [current] } else { ended = [] }
    (current, isTouched) = ([], false)
    return isWhole
  }

  /// After a group has ended. A second separator ends the number.
  mutating func part() {
    if hasSeparator { ended = [] }
    (hasSeparator, isTouched) = (true, false)
  }

  /// A letter, before or behind figures.
  mutating func touch() {
    (current, ended, isTouched, hasSeparator) = ([], [], true, false)
  }

  mutating func clear() {
    (current, ended, isTouched, hasSeparator) = ([], [], false, false)
  }
}
