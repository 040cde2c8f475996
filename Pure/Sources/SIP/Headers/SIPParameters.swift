/// The parameters of a value: `;tag=1928;lr`. They are checked once and looked up in their text.
public struct SIPParameters: Sendable, Hashable {
  /// From the first semicolon on.
  let text: ArraySlice<UInt8>

  /// Reads `*(SEMI generic-param)` (RFC 3261 section 25.1) as far as it goes; nil for a broken one, too many, or a name twice.
  init?(_ scanner: inout OctetScanner) {
    let start = scanner.position
    var names: [Range<Int>] = []
    while scanner.takeSeparator(Octet.semicolon) {
      guard let parameter = scanner.parameter(), names.count < SIPLimits.parametersMax else { return nil }
      let name = scanner.octets[parameter.name]
      guard !names.contains(where: { scanner.octets[$0].isSame(ignoringCase: name) }) else { return nil }
      names.append(parameter.name)
    }
    text = scanner.octets[start..<scanner.position]
  }

  public var isEmpty: Bool { text.isEmpty }
  public func has(_ name: String) -> Bool { value(of: name) != nil }

  /// The value of a parameter, quotes included; empty for one without a value, nil for one that is not there.
  public func value(of name: String) -> ArraySlice<UInt8>? {
    guard !text.isEmpty else { return nil }
    var scanner = OctetScanner(text)
    while scanner.takeSeparator(Octet.semicolon), let parameter = scanner.parameter() {
      if text[parameter.name].isSame(ignoringCase: name) { return text[parameter.value] }
    }
    return nil
  }
}

extension OctetScanner {
  /// `token [EQUAL gen-value]`.
  mutating func parameter() -> (name: Range<Int>, value: Range<Int>)? {
    guard let name = token() else { return nil }
    let none = position..<position
    guard takeSeparator(Octet.equals) else { return (name, none) }
    let value = next == Octet.quote ? quotedString() : run(.parameterValue)
    return value.map { (name, $0) }
  }
}
