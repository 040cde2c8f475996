/// A telephone number in the international form of ITU-T E.164: a plus sign, a country code, and 15 digits at most together.
public struct E164Number: Hashable, Sendable {
  /// Without the plus sign.
  public let digits: String

  /// The fewest and the most digits that the form allows; Connect's pattern is the same.
  public static let digitsRange = 2...15

  /// - Parameter text: such as `+441632960000`, without anything between the digits.
  public init?(_ text: String) {
    guard text.utf8.first == UInt8(ascii: "+") else { return nil }
    self.init(digits: String(text.dropFirst()))
  }

  init?(digits: String) {
    guard Self.digitsRange.contains(digits.utf8.count), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      digits.utf8.first != UInt8(ascii: "0")
    else { return nil }
    self.digits = digits
  }

  /// With the plus sign.
  public var text: String { "+" + digits }

  /// The country by ISO 3166-1 alpha-2; nil for a number of no country, such as a universal freephone number (+800).
  public var country: String? { CountryCodes.country(of: digits) }

  /// The fewest digits of a subscriber's number with its country code.
  private static let subscriberDigitsMin = 7
  /// The fewest digits of a national number that is written out with its country code.
  private static let nationalDigitsMin = 4
  /// Digits of a number in the North American Numbering Plan, with the 1.
  private static let northAmericanDigits = 11

  /// Whether somebody may have the number: a country code that is assigned, and neither area code nor exchange that cannot be.
  public var isPlausible: Bool {
    guard digits.utf8.count >= Self.subscriberDigitsMin else { return false }
    guard digits.utf8.first == UInt8(ascii: "1") else { return country != nil || CountryCodes.isGlobal(digits) }
    let bytes = Array(digits.utf8)
    let assignable = UInt8(ascii: "2")...UInt8(ascii: "9")
    return bytes.count == Self.northAmericanDigits && assignable.contains(bytes[1]) && assignable.contains(bytes[4])
  }

  /// The number after this one, of as many digits; nil after the last.
  public var next: E164Number? {
    var bytes = Array(digits.utf8)
    for index in bytes.indices.reversed() {
      if bytes[index] < UInt8(ascii: "9") {
        bytes[index] += 1
        return E164Number(digits: String(decoding: bytes, as: UTF8.self))
      }
      bytes[index] = UInt8(ascii: "0")
    }
    return nil
  }

  /// The number as a trunk may have it: `+44...`, `0044...`, or nationally with a prefix (`01632 960000`), written out in full.
  /// - Parameters:
  ///   - countryCode: of a number without one, such as `44`.
  ///   - nationalPrefix: the digits before a national number that go away abroad, such as `0`.
  public init?(_ text: String, countryCode: String?, nationalPrefix: String?) {
    let plain = String(text.filter { !" -.()/".contains($0) })
    if plain.hasPrefix("+") {
      self.init(plain)
    } else if plain.hasPrefix("00"), nationalPrefix != "00" {
      self.init(digits: String(plain.dropFirst(2)))
    } else if let countryCode {
      let prefix = nationalPrefix ?? ""
      let national = plain.hasPrefix(prefix) ? String(plain.dropFirst(prefix.count)) : plain
      // A short code, such as an emergency number, means nothing in another country.
      guard national.utf8.count >= Self.nationalDigitsMin else { return nil }
      self.init(digits: countryCode + national)
    } else {
      self.init(digits: plain)
    }
  }
}
