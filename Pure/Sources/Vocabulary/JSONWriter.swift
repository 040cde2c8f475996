extension JSON {
  /// The compact text: no white space, members in their order, numbers as they were written.
  public var text: String { String(decoding: bytes, as: UTF8.self) }

  /// The compact text in UTF-8.
  public var bytes: [UInt8] {
    var bytes: [UInt8] = []
    write(into: &bytes)
    return bytes
  }

  /// The canonical text: as `text`, members sorted by name. Equal values with equal number texts have equal canonical bytes.
  public var canonicalBytes: [UInt8] { sorted.bytes }

  private var sorted: JSON {
    switch content {
    case .array(let elements): .array(elements.map(\.sorted))
    case .object(let object):
      .object(object.members.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }.map { ($0.name, $0.value.sorted) })
    default: self
    }
  }

  public func write(into bytes: inout [UInt8]) {
    switch content {
    case .null: bytes += "null".utf8
    case .bool(let flag): bytes += (flag ? "true" : "false").utf8
    case .number(let number): bytes += number.text.utf8
    case .string(let text): Self.write(text, into: &bytes)
    case .array(let elements): write(elements, into: &bytes)
    case .object(let object): write(object, into: &bytes)
    }
  }

  private func write(_ elements: [JSON], into bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "["))
    for (index, element) in elements.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      element.write(into: &bytes)
    }
    bytes.append(UInt8(ascii: "]"))
  }

  private func write(_ object: Object, into bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "{"))
    for (index, member) in object.members.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      Self.write(member.name, into: &bytes)
      bytes.append(UInt8(ascii: ":"))
      member.value.write(into: &bytes)
    }
    bytes.append(UInt8(ascii: "}"))
  }

  /// Writes a quoted, escaped string.
  public static func write(_ text: String, into bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    defer { bytes.append(UInt8(ascii: "\"")) }
    // Most strings stand for themselves.
    guard mustBeEscaped(text) else {
      bytes += text.utf8
      return
    }
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""): bytes += [UInt8(ascii: "\\"), byte]
      case UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
      case 0x0A: bytes += "\\n".utf8
      case 0x0D: bytes += "\\r".utf8
      case 0x09: bytes += "\\t".utf8
      case 0..<0x20: bytes += ("\\u00" + (byte < 16 ? "0" : "") + String(byte, radix: 16)).utf8
      default: bytes.append(byte)
      }
    }
  }

  private static func mustBeEscaped(_ text: String) -> Bool {
    let utf8 = text.utf8Span.span
    for index in utf8.indices where utf8[index] < 0x20 || utf8[index] == UInt8(ascii: "\"") || utf8[index] == UInt8(ascii: "\\") {
      return true
    }
    return false
  }
}
