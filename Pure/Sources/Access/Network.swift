/// A CIDR range of IPv4 or IPv6 addresses (RFC 4632, RFC 4291 2.3); an address alone is a range of one.
struct Network: Sendable, Hashable {
  private let address: [UInt8]
  private let prefixBits: Int

  init?(_ text: String) {
    let sides = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let address = IPAddress.bytes(String(sides[0])) else { return nil }
    let bits = sides.count == 2 ? Self.digits(sides[1]) : address.count * 8
    guard let bits, (0...address.count * 8).contains(bits) else { return nil }
    self.address = address
    prefixBits = bits
  }

  private static func digits(_ text: Substring) -> Int? {
    text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(text) : nil
  }

  func contains(_ text: String) -> Bool {
    guard let other = IPAddress.bytes(text), other.count == address.count else { return false }
    let whole = prefixBits / 8
    guard other[..<whole] == address[..<whole] else { return false }
    let rest = prefixBits % 8
    guard rest > 0 else { return true }
    let mask = UInt8(truncatingIfNeeded: 0xFF00 >> rest)
    return other[whole] & mask == address[whole] & mask
  }
}

/// Addresses in their text forms.
enum IPAddress {
  /// Four bytes for IPv4, sixteen for IPv6 (RFC 4291 2.2); nil for anything else.
  static func bytes(_ text: String) -> [UInt8]? { text.contains(":") ? six(text) : four(text[...]) }

  private static func four(_ text: Substring) -> [UInt8]? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let bytes = parts.compactMap { part in
      part.utf8.allSatisfy { (0x30...0x39).contains($0) } && (part == "0" || part.first != "0") ? UInt8(part) : nil
    }
    return parts.count == 4 && bytes.count == 4 ? bytes : nil
  }

  private static func six(_ text: String) -> [UInt8]? {
    guard let gap = text.firstRange(of: "::") else {
      let bytes = groups(text[...])
      return bytes?.count == 16 ? bytes : nil
    }
    let (head, tail) = (text[..<gap.lowerBound], text[gap.upperBound...])
    guard tail.firstRange(of: "::") == nil, let front = head.isEmpty ? [] : groups(head),
      let back = tail.isEmpty ? [] : groups(tail),
      front.count + back.count <= 14
    else { return nil }
    return front + [UInt8](repeating: 0, count: 16 - front.count - back.count) + back
  }

  /// Groups of four hexadecimal digits; the last may be an IPv4 address.
  private static func groups(_ text: Substring) -> [UInt8]? {
    var bytes: [UInt8] = []
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    for (index, part) in parts.enumerated() {
      if index == parts.count - 1, part.contains(".") {
        guard let embedded = four(part) else { return nil }
        bytes += embedded
      } else {
        guard (1...4).contains(part.count), part.allSatisfy(\.isHexDigit), let group = UInt16(part, radix: 16) else { return nil }
        bytes += [UInt8(group >> 8), UInt8(group & 0xFF)]
      }
    }
    return bytes
  }
}
