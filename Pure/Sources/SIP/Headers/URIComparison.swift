extension SIPURI {
  /// Whether both name the same resource (RFC 3261 section 19.1.4).
  public func isEquivalent(to other: SIPURI) -> Bool {
    guard scheme == other.scheme else { return false }
    guard isSIP else { return octets.isSame(ignoringCase: other.octets) }
    return Self.isSame(user, other.user) && Self.isSame(password, other.password) && host.isSame(ignoringCase: other.host)
      && port == other.port && hasSameParameters(as: other) && other.hasSameParameters(as: self)
      && sortedHeaders == other.sortedHeaders
  }

  /// These have to be the same in both; any other only where both have it.
  private static let strictParameters = ["user", "ttl", "method", "maddr", "transport"]

  private func hasSameParameters(as other: SIPURI) -> Bool {
    parameters().allSatisfy { parameter in
      let name = octets[parameter.name].sipText
      guard let value = other.parameter(name) else {
        return !Self.strictParameters.contains { name.utf8.isSame(ignoringCase: $0) }
      }
      return Self.plain(octets[parameter.value]).isSame(ignoringCase: Self.plain(value))
    }
  }

  private var sortedHeaders: [[UInt8]] {
    (headers ?? []).split(separator: UInt8(ascii: "&")).map { Self.plain($0) }.sorted { $0.lexicographicallyPrecedes($1) }
  }

  private static func isSame(_ left: ArraySlice<UInt8>?, _ right: ArraySlice<UInt8>?) -> Bool {
    guard let left, let right else { return left == nil && right == nil }
    return plain(left) == plain(right)
  }

  /// The text with the escapes of unreserved characters undone, which mean the same; of others the digits are in upper case.
  static func plain(_ text: ArraySlice<UInt8>) -> [UInt8] {
    guard text.contains(Octet.percent) else { return Array(text) }
    var plain: [UInt8] = []
    var at = text.startIndex
    while at < text.endIndex {
      if text[at] == Octet.percent, at + 2 < text.endIndex, let high = text[at + 1].nibble, let low = text[at + 2].nibble {
        let octet = high << 4 | low
        if OctetSet.unreserved.contains(octet) { plain.append(octet) } else { plain.append(escaped: octet) }
        at += 3
      } else {
        plain.append(text[at])
        at += 1
      }
    }
    return plain
  }

  /// The text with every escape undone, for what is read and not compared.
  static func unescaped(_ text: ArraySlice<UInt8>) -> [UInt8] {
    var plain: [UInt8] = []
    var at = text.startIndex
    while at < text.endIndex {
      if text[at] == Octet.percent, at + 2 < text.endIndex, let high = text[at + 1].nibble, let low = text[at + 2].nibble {
        plain.append(high << 4 | low)
        at += 3
      } else {
        plain.append(text[at])
        at += 1
      }
    }
    return plain
  }

  /// Whom the user part names, with its escapes undone; nil for none, for controls in it, and for what is no UTF-8.
  public var userText: String? {
    guard let user else { return nil }
    let plain = Self.unescaped(user)
    guard plain.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else { return nil }
    return String(validating: plain, as: UTF8.self)
  }

  /// What an address-of-record is looked up by (RFC 3261 section 10.3): user and host, neither port, parameters nor password.
  public var addressOfRecord: [UInt8] {
    (user.map { Self.plain($0) + [Octet.at] } ?? []) + host.map(\.lowercased)
  }
}

extension [UInt8] {
  mutating func append(escaped octet: UInt8) {
    append(Octet.percent)
    for nibble in [octet >> 4, octet & 15] { append(nibble < 10 ? nibble + 0x30 : nibble + 0x37) }
  }
}
