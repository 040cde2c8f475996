extension Collection<UInt8> {
  /// The whole number that decimal digits alone spell; nil for none, for anything else, and beyond 18 of them.
  var decimal: Int? {
    guard !isEmpty, count <= 18, allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return reduce(0) { $0 * 10 + Int($1) - 0x30 }
  }

  /// The same of hexadecimal digits, of 15 at most.
  var hexadecimal: Int? {
    guard !isEmpty, count <= 15 else { return nil }
    var value = 0
    for byte in self {
      switch byte {
      case 0x30...0x39: value = value << 4 | Int(byte & 0xF)
      case 0x41...0x46, 0x61...0x66: value = value << 4 | (Int(byte & 0xF) + 9)
      default: return nil
      }
    }
    return value
  }
}
