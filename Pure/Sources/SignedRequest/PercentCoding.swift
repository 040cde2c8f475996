extension UInt8 {
  /// RFC 3986 section 2.3.
  var isUnreserved: Bool {
    switch self {
    case 0x61...0x7A, 0x41...0x5A, 0x30...0x39, 0x2D, 0x2E, 0x5F, 0x7E: true
    default: false
    }
  }

  /// RFC 9110 section 5.6.2: what a method and a header name are made of.
  var isToken: Bool {
    switch self {
    case 0x61...0x7A, 0x41...0x5A, 0x30...0x39: true
    case 0x21, 0x23...0x27, 0x2A, 0x2B, 0x2D, 0x2E, 0x5E, 0x5F, 0x60, 0x7C, 0x7E: true
    default: false
    }
  }

  var isDigit: Bool { self >= 0x30 && self <= 0x39 }
  /// A letter, a digit or an underscore.
  var isWord: Bool { isDigit || self == 0x5F || (self | 0x20 >= 0x61 && self | 0x20 <= 0x7A) }
  var isSpace: Bool { self == 0x20 || (self >= 0x09 && self <= 0x0D) }

  var hexValue: UInt8? {
    switch self {
    case 0x30...0x39: self - 0x30
    case 0x41...0x46: self - 0x37
    case 0x61...0x66: self - 0x57
    default: nil
    }
  }
}

extension [UInt8] {
  /// Appends a byte as SigV4 encodes it: unreserved as it is, anything else as `%XX` in upper case.
  public mutating func appendEncoded(_ byte: UInt8) {
    if byte.isUnreserved {
      append(byte)
    } else {
      append(0x25)
      append(Self.upperDigit(byte >> 4))
      append(Self.upperDigit(byte & 15))
    }
  }

  private static func upperDigit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x37 + value }

  /// Appends bytes in lower-case base 16.
  public mutating func appendHex(_ bytes: some Sequence<UInt8>) {
    for byte in bytes {
      append(Self.lowerDigit(byte >> 4))
      append(Self.lowerDigit(byte & 15))
    }
  }

  private static func lowerDigit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x57 + value }

  /// Reads lower-case base 16; nil for anything else, an odd count included.
  public init?(hex text: some Collection<UInt8>) {
    guard text.count % 2 == 0 else { return nil }
    self = []
    reserveCapacity(text.count / 2)
    var high: UInt8?
    for digit in text {
      guard let value = digit.hexValue, !(0x41...0x46).contains(digit) else { return nil }
      if let first = high {
        append(first << 4 | value)
        high = nil
      } else {
        high = value
      }
    }
  }
}

/// The byte that `%XX` at `index` stands for; nil when no two hexadecimal digits follow.
func percentDecoded(_ source: [UInt8], at index: Int) -> UInt8? {
  guard index + 2 < source.count, let high = source[index + 1].hexValue, let low = source[index + 2].hexValue else { return nil }
  return high << 4 | low
}
