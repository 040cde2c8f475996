/// Base64 (RFC 4648 section 4), with padding, and in its one canonical form: two texts never stand for the same bytes.
public enum Base64 {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  private static let padding = UInt8(ascii: "=")

  public static func encoded(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let bits = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - group.count))
      for place in 0..<4 {
        text.append(place <= group.count ? alphabet[Int(bits >> UInt32(18 - 6 * place)) & 63] : padding)
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// nil for what is not canonical base64.
  public static func decoded(_ text: some BidirectionalCollection<UInt8>) -> [UInt8]? {
    let digits = text.prefix { $0 != padding }
    guard text.count % 4 == 0, text.count - digits.count <= 2, text.dropFirst(digits.count).allSatisfy({ $0 == padding }) else {
      return nil
    }
    var decoded: [UInt8] = []
    decoded.reserveCapacity(digits.count * 3 / 4)
    var (bits, bitCount): (UInt32, UInt32) = (0, 0)
    for byte in digits {
      guard let digit = digit(byte) else { return nil }
      bits = bits << 6 | digit
      bitCount += 6
      guard bitCount >= 8 else { continue }
      bitCount -= 8
      decoded.append(UInt8(truncatingIfNeeded: bits >> bitCount))
      bits &= (1 << bitCount) - 1
    }
    return bits == 0 ? decoded : nil
  }

  private static func digit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte - UInt8(ascii: "A"))
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte - UInt8(ascii: "a")) + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0")) + 52
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}

/// A number without sign and leading zeros, below 2^63.
enum Decimal {
  static func read(_ digits: some Collection<UInt8>) -> Int? {
    let isPlain = digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    guard isPlain, (1...19).contains(digits.count), digits.count == 1 || digits.first != UInt8(ascii: "0") else { return nil }
    return Int(String(decoding: digits, as: UTF8.self))
  }
}
