extension Sequence<UInt8> {
  /// Two digits a byte, lowercase (RFC 4648 8, but for the case).
  public var hexadecimal: String {
    var digits: [UInt8] = []
    digits.reserveCapacity(2 * underestimatedCount)
    for byte in self { digits += [Self.digit(byte >> 4), Self.digit(byte & 0xF)] }
    return String(decoding: digits, as: UTF8.self)
  }

  private static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x57 + value }
}
