/// An IP address in 128 bits, an IPv4 one in its mapped form (RFC 4291 section 2.5.5.2): comparing two costs as much as comparing
/// two numbers, which each packet's sender is put to.
public struct IPAddress: Sendable, Hashable {
  public let bits: UInt128

  public init(bits: UInt128) { self.bits = bits }
  public init(ipv4: UInt32) { bits = Self.mappedPrefix | UInt128(ipv4) }

  private static let mappedPrefix: UInt128 = 0xFFFF_0000_0000

  public var ipv4: UInt32? { bits >> 32 == 0xFFFF ? UInt32(truncatingIfNeeded: bits) : nil }

  /// `0.0.0.0` or `::`, which in a session description is a stream on hold (RFC 3264 section 8.4).
  public var isUnspecified: Bool { ipv4 == 0 || bits == 0 }

  /// Whether one host alone may have the address: neither multicast nor broadcast, to which no media is ever sent.
  public var isUnicast: Bool {
    if let ipv4 { ipv4 >> 28 < 0xE } else { bits >> 120 != 0xFF }
  }
}

/// Where datagrams come from or go to.
public struct TransportAddress: Sendable, Hashable {
  public let address: IPAddress
  public let port: UInt16

  public init(_ address: IPAddress, _ port: UInt16) {
    self.address = address
    self.port = port
  }
}

extension IPAddress {
  /// Reads a dotted quad, or the text of RFC 4291 section 2.2; nil for anything else, names of hosts and zones included.
  public init?(_ text: some StringProtocol) {
    let bytes = Array(text.utf8)
    if let ipv4 = Self.quad(bytes[...]) {
      self.init(ipv4: ipv4)
    } else if let bits = Self.groups(bytes) {
      self.init(bits: bits)
    } else {
      return nil
    }
  }

  private static func quad(_ bytes: ArraySlice<UInt8>) -> UInt32? {
    let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var value: UInt32 = 0
    for part in parts {
      guard (1...3).contains(part.count), part.count == 1 || part.first != UInt8(ascii: "0"), let octet = part.decimal,
        octet < 256
      else { return nil }
      value = value << 8 | UInt32(octet)
    }
    return value
  }

  private static func groups(_ bytes: [UInt8]) -> UInt128? {
    guard (2...45).contains(bytes.count) else { return nil }
    let colon = UInt8(ascii: ":")
    guard let gap = bytes.indices.dropLast().first(where: { bytes[$0] == colon && bytes[$0 + 1] == colon }) else {
      return words(bytes[...]).flatMap { $0.count == 8 ? bits($0) : nil }
    }
    guard let head = gap == 0 ? [] : words(bytes[..<gap]), let tail = gap + 2 == bytes.count ? [] : words(bytes[(gap + 2)...]),
      head.count + tail.count < 8
    else { return nil }
    return bits(head + [UInt16](repeating: 0, count: 8 - head.count - tail.count) + tail)
  }

  private static func bits(_ words: [UInt16]) -> UInt128 { words.reduce(0) { $0 << 16 | UInt128($1) } }

  /// Groups between colons; the last may be a dotted quad.
  private static func words(_ bytes: ArraySlice<UInt8>) -> [UInt16]? {
    var words: [UInt16] = []
    let parts = bytes.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    for (index, part) in parts.enumerated() {
      if index == parts.count - 1, let ipv4 = quad(part) {
        words += [UInt16(ipv4 >> 16), UInt16(truncatingIfNeeded: ipv4)]
      } else {
        guard (1...4).contains(part.count), let word = part.hexadecimal else { return nil }
        words.append(UInt16(word))
      }
    }
    return words
  }
}

extension IPAddress: CustomStringConvertible {
  /// A dotted quad, or the text of RFC 5952.
  public var description: String {
    if let ipv4 {
      return "\(ipv4 >> 24).\(ipv4 >> 16 & 255).\(ipv4 >> 8 & 255).\(ipv4 & 255)"
    }
    let words = (0..<8).map { UInt16(truncatingIfNeeded: bits >> UInt128(112 - 16 * $0)) }
    let text = { (words: ArraySlice<UInt16>) in words.map { String($0, radix: 16) }.joined(separator: ":") }
    guard let gap = Self.longestGap(words) else { return text(words[...]) }
    return "\(text(words[..<gap.lowerBound]))::\(text(words[gap.upperBound...]))"
  }

  /// The first of the longest runs of zeros, where there are two or more.
  private static func longestGap(_ words: [UInt16]) -> Range<Int>? {
    var longest = 0..<0
    for start in words.indices {
      let run = words[start...].prefix { $0 == 0 }
      if run.count > longest.count { longest = run.indices }
    }
    return longest.count > 1 ? longest : nil
  }
}
