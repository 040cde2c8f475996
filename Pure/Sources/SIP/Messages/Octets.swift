/// A set of ASCII octets, as the grammar of RFC 3261 section 25.1 names them.
struct OctetSet: Sendable {
  private var low: UInt64 = 0
  private var high: UInt64 = 0

  private init(_ text: String) {
    for octet in text.utf8 where octet < 128 {
      if octet < 64 { low |= 1 << UInt64(octet) } else { high |= 1 << UInt64(octet - 64) }
    }
  }

  func contains(_ octet: UInt8) -> Bool {
    octet < 64 ? low >> UInt64(octet) & 1 == 1 : octet < 128 && high >> UInt64(octet - 64) & 1 == 1
  }

  private static let alphanumerics = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
  private static let unreservedText = alphanumerics + "-_.!~*'()"
  static let token = OctetSet(alphanumerics + "-.!%*_+`'~")
  static let word = OctetSet(alphanumerics + "-.!%*_+`'~()<>:\\\"/[]?{}")
  /// A parameter's value without quotes: a token, or a host, which may be an IPv6 address.
  static let parameterValue = OctetSet(alphanumerics + "-.!%*_+`'~[]:")
  /// Host names have no underscore by the grammar, and do in the field.
  static let hostname = OctetSet(alphanumerics + "-._")
  static let addressIPv6 = OctetSet("0123456789abcdefABCDEF:.")
  static let scheme = OctetSet(alphanumerics + "+-.")
  static let user = OctetSet(unreservedText + "&=+$,;?/")
  static let password = OctetSet(unreservedText + "&=+$,")
  static let uriParameter = OctetSet(unreservedText + "[]/:&+$")
  static let uriHeader = OctetSet(unreservedText + "[]/?:+$")
  static let telephone = OctetSet("0123456789ABCDEFabcdef*#-.()")
  static let unreserved = OctetSet(unreservedText)
}

enum Octet {
  static let tab: UInt8 = 0x09
  static let lineFeed: UInt8 = 0x0A
  static let carriageReturn: UInt8 = 0x0D
  static let space: UInt8 = 0x20
  static let quote = UInt8(ascii: "\"")
  static let percent = UInt8(ascii: "%")
  static let comma = UInt8(ascii: ",")
  static let slash = UInt8(ascii: "/")
  static let colon = UInt8(ascii: ":")
  static let semicolon = UInt8(ascii: ";")
  static let less = UInt8(ascii: "<")
  static let equals = UInt8(ascii: "=")
  static let greater = UInt8(ascii: ">")
  static let question = UInt8(ascii: "?")
  static let at = UInt8(ascii: "@")
  static let backslash = UInt8(ascii: "\\")
}

extension UInt8 {
  var lowercased: UInt8 { self >= 0x41 && self <= 0x5A ? self | 0x20 : self }
  var isDigit: Bool { self >= 0x30 && self <= 0x39 }
  var isAlpha: Bool { lowercased >= 0x61 && lowercased <= 0x7A }
  /// The value of a hexadecimal digit.
  var nibble: UInt8? {
    if isDigit { return self - 0x30 }
    return lowercased >= 0x61 && lowercased <= 0x66 ? lowercased - 0x57 : nil
  }
  var isBlank: Bool { self == Octet.space || self == Octet.tab }
}

extension Collection<UInt8> {
  /// Whether both are the same text but for the case of ASCII letters.
  func isSame(ignoringCase other: some Collection<UInt8>) -> Bool {
    count == other.count && zip(self, other).allSatisfy { $0.lowercased == $1.lowercased }
  }

  func isSame(ignoringCase other: String) -> Bool { isSame(ignoringCase: other.utf8) }

  /// The text, where octets that are not UTF-8 stand as U+FFFD: what peers call themselves is shown, never trusted.
  public var sipText: String { String(decoding: self, as: UTF8.self) }

  /// A decimal number of digits alone; nil for none, for anything else, and for one over `most`.
  func decimal(atMost most: UInt64) -> UInt64? {
    guard !isEmpty else { return nil }
    var value: UInt64 = 0
    for octet in self {
      guard octet.isDigit else { return nil }
      let (tens, isOver) = value.multipliedReportingOverflow(by: 10)
      let (sum, isOverToo) = tens.addingReportingOverflow(UInt64(octet - 0x30))
      guard !isOver, !isOverToo, sum <= most else { return nil }
      value = sum
    }
    return value
  }
}

extension Hasher {
  /// Eight octets at a time: an array is hashed octet by octet, which takes many times as long.
  mutating func combine(octets: [UInt8]) {
    combine(octets.count)
    var word: UInt64 = 0
    for (place, octet) in octets.enumerated() {
      word = word << 8 | UInt64(octet)
      if place % 8 == 7 { combine(word) }
    }
    combine(word)
  }
}

extension [UInt8] {
  init(_ text: String) { self = Array(text.utf8) }
  mutating func append(_ text: String) { append(contentsOf: text.utf8) }
  mutating func append(decimal number: some BinaryInteger) { append(String(number)) }
}
