extension JSON {
  /// Whether `parse` makes an object of it. It takes a part of the time, since nothing is made.
  public static func isObject(_ bytes: [UInt8], limits: Limits = .standard) -> Bool {
    var check = JSONCheck(JSONParser(bytes: bytes, limits: limits))
    let isObject = (try? check.document()) ?? false
    return check.isPlain ? isObject : (try? parse(bytes, limits: limits))?.object != nil
  }
}

/// Goes through a text as the parser does.
private struct JSONCheck {
  /// Names of one object that are looked through one by one.
  private static let namesMax = 48

  private var parser: JSONParser
  /// Those of the objects that are open, the outermost first.
  private var names: [Range<Int>] = []
  /// Names are ASCII without escapes, and few: what is the same text is the same bytes.
  private(set) var isPlain = true

  init(_ parser: JSONParser) { self.parser = parser }

  /// - Returns: whether it is an object.
  mutating func document() throws(JSON.Problem) -> Bool {
    guard parser.bytes.count <= parser.limits.textBytesMax else { throw parser.problem(.tooLarge) }
    parser.skipSpace()
    let isObject = parser.next == UInt8(ascii: "{")
    try value()
    parser.skipSpace()
    return isObject && parser.next == nil
  }

  private mutating func value() throws(JSON.Problem) {
    try parser.beginValue()
    switch parser.next {
    case UInt8(ascii: "{"): try nested { check throws(JSON.Problem) in try check.object() }
    case UInt8(ascii: "["): try nested { check throws(JSON.Problem) in try check.elements(until: UInt8(ascii: "]")) { _ in } }
    case UInt8(ascii: "\""): _ = try parser.skipString()
    case UInt8(ascii: "t"): _ = try parser.word("true", .null)
    case UInt8(ascii: "f"): _ = try parser.word("false", .null)
    case UInt8(ascii: "n"): _ = try parser.word("null", .null)
    default: _ = try parser.numberRange()
    }
  }

  private mutating func nested(_ body: (inout JSONCheck) throws(JSON.Problem) -> Void) throws(JSON.Problem) {
    parser.depth += 1
    guard parser.depth <= parser.limits.depthMax else { throw parser.problem(.tooDeep) }
    try body(&self)
    parser.depth -= 1
  }

  private mutating func object() throws(JSON.Problem) {
    let first = names.count
    try elements(until: UInt8(ascii: "}")) { check throws(JSON.Problem) in try check.name(since: first) }
    names.removeLast(names.count - first)
  }

  private mutating func name(since first: Int) throws(JSON.Problem) {
    parser.skipSpace()
    guard let name = try parser.skipString(), names.count - first < Self.namesMax,
      parser.bytes[name].allSatisfy({ $0 < 0x80 })
    else {
      isPlain = false
      throw parser.problem(.tooLarge)
    }
    for other in names[first...] where other.count == name.count && parser.bytes[other].elementsEqual(parser.bytes[name]) {
      throw parser.problem(.duplicateMember)
    }
    names.append(name)
    parser.skipSpace()
    try parser.expect(UInt8(ascii: ":"))
  }

  /// - Parameter before: what stands before each value.
  private mutating func elements(
    until end: UInt8, _ before: (inout JSONCheck) throws(JSON.Problem) -> Void
  ) throws(JSON.Problem) {
    parser.at += 1
    parser.skipSpace()
    if parser.take(end) { return }
    while true {
      try before(&self)
      try value()
      parser.skipSpace()
      if parser.take(end) { return }
      try parser.expect(UInt8(ascii: ","))
    }
  }
}
