extension JSON {
  /// What a parser accepts at most; beyond it a text is refused, never cut.
  public struct Limits: Sendable, Hashable {
    public var textBytesMax: Int
    public var depthMax: Int
    public var valuesMax: Int

    public init(textBytesMax: Int, depthMax: Int, valuesMax: Int) {
      self.textBytesMax = textBytesMax
      self.depthMax = depthMax
      self.valuesMax = valuesMax
    }

    /// Enough for the largest request and flow of Amazon Connect.
    public static let standard = Limits(textBytesMax: 4 << 20, depthMax: 64, valuesMax: 200_000)
  }

  /// Why a text is not JSON, and where.
  public struct Problem: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Reason: String, Sendable {
      case unexpectedEnd = "the text ends too early"
      case unexpectedCharacter = "unexpected character"
      case invalidNumber = "not a number that JSON allows"
      case invalidEscape = "not an escape that JSON allows"
      case controlCharacter = "a control character in a string must be escaped"
      case invalidUTF8 = "not valid UTF-8"
      case duplicateMember = "a member of this name was given before"
      case trailingText = "text after the end of the value"
      case tooDeep = "nested too deeply"
      case tooLarge = "too large"
    }

    public let reason: Reason
    /// Bytes from the start of the text.
    public let offset: Int
    /// The JSONPath of the value in which it was found, such as `$.Actions[3].Type`.
    public let path: String

    public var description: String { "\(reason.rawValue) at \(path) (byte \(offset))" }
  }

  public static func parse(_ text: String, limits: Limits = .standard) throws(Problem) -> JSON {
    try parse(Array(text.utf8), limits: limits)
  }

  public static func parse(_ bytes: [UInt8], limits: Limits = .standard) throws(Problem) -> JSON {
    var parser = JSONParser(bytes: bytes, limits: limits)
    return try parser.document()
  }
}

/// A recursive-descent parser; `Limits.depthMax` bounds its recursion.
struct JSONParser {
  let bytes: [UInt8]
  let limits: JSON.Limits
  var at = 0
  var depth = 0
  var values = 0
  var path: [Step] = []

  enum Step { case name(String), index(Int) }

  init(bytes: [UInt8], limits: JSON.Limits) {
    self.bytes = bytes
    self.limits = limits
  }

  mutating func document() throws(JSON.Problem) -> JSON {
    guard bytes.count <= limits.textBytesMax else { throw problem(.tooLarge) }
    let value = try value()
    skipSpace()
    guard at == bytes.count else { throw problem(.trailingText) }
    return value
  }

  func problem(_ reason: JSON.Problem.Reason, at offset: Int? = nil) -> JSON.Problem {
    var text = "$"
    for step in path {
      switch step {
      case .name(let name): text += "." + name
      case .index(let index): text += "[\(index)]"
      }
    }
    return JSON.Problem(reason: reason, offset: offset ?? at, path: text)
  }

  mutating func beginValue() throws(JSON.Problem) {
    skipSpace()
    values += 1
    guard values <= limits.valuesMax else { throw problem(.tooLarge) }
    guard at < bytes.count else { throw problem(.unexpectedEnd) }
  }

  var next: UInt8? { at < bytes.count ? bytes[at] : nil }

  mutating func value() throws(JSON.Problem) -> JSON {
    try beginValue()
    let offset = at
    switch bytes[at] {
    case UInt8(ascii: "{"):
      return JSON(.object(try nested { parser throws(JSON.Problem) in try parser.object() }), offset: offset)
    case UInt8(ascii: "["): return JSON(.array(try nested { parser throws(JSON.Problem) in try parser.array() }), offset: offset)
    case UInt8(ascii: "\""): return JSON(.string(try string()), offset: offset)
    case UInt8(ascii: "t"): return JSON(try word("true", .bool(true)), offset: offset)
    case UInt8(ascii: "f"): return JSON(try word("false", .bool(false)), offset: offset)
    case UInt8(ascii: "n"): return JSON(try word("null", .null), offset: offset)
    default: return JSON(.number(try number()), offset: offset)
    }
  }

  mutating func nested<Result>(
    _ body: (inout JSONParser) throws(JSON.Problem) -> Result
  ) throws(JSON.Problem) -> Result {
    depth += 1
    guard depth <= limits.depthMax else { throw problem(.tooDeep) }
    let result = try body(&self)
    depth -= 1
    return result
  }

  mutating func object() throws(JSON.Problem) -> JSON.Object {
    var object = JSON.Object()
    at += 1
    skipSpace()
    if take(UInt8(ascii: "}")) { return object }
    while true {
      skipSpace()
      try member(into: &object)
      skipSpace()
      if take(UInt8(ascii: "}")) { return object }
      try expect(UInt8(ascii: ","))
    }
  }

  private mutating func member(into object: inout JSON.Object) throws(JSON.Problem) {
    let offset = at
    guard at < bytes.count else { throw problem(.unexpectedEnd) }
    guard bytes[at] == UInt8(ascii: "\"") else { throw problem(.unexpectedCharacter) }
    let name = try string()
    path.append(.name(name))
    guard object[name] == nil else { throw problem(.duplicateMember, at: offset) }
    skipSpace()
    try expect(UInt8(ascii: ":"))
    object.append(JSON.Object.Member(name: name, value: try value()))
    path.removeLast()
  }

  mutating func array() throws(JSON.Problem) -> [JSON] {
    var elements: [JSON] = []
    at += 1
    skipSpace()
    if take(UInt8(ascii: "]")) { return elements }
    while true {
      path.append(.index(elements.count))
      elements.append(try value())
      path.removeLast()
      skipSpace()
      if take(UInt8(ascii: "]")) { return elements }
      try expect(UInt8(ascii: ","))
    }
  }

  mutating func word(_ text: StaticString, _ value: JSON.Content) throws(JSON.Problem) -> JSON.Content {
    for expected in text.description.utf8 { try expect(expected) }
    return value
  }

  mutating func skipSpace() {
    while at < bytes.count, bytes[at] == 0x20 || bytes[at] == 0x0A || bytes[at] == 0x0D || bytes[at] == 0x09 { at += 1 }
  }

  mutating func take(_ byte: UInt8) -> Bool {
    guard at < bytes.count, bytes[at] == byte else { return false }
    at += 1
    return true
  }

  mutating func expect(_ byte: UInt8) throws(JSON.Problem) {
    guard at < bytes.count else { throw problem(.unexpectedEnd) }
    guard bytes[at] == byte else { throw problem(.unexpectedCharacter) }
    at += 1
  }
}

// Numbers: RFC 8259 section 6.
extension JSONParser {
  mutating func number() throws(JSON.Problem) -> JSON.Number {
    JSON.Number(validText: String(decoding: bytes[try numberRange()], as: UTF8.self))
  }

  mutating func numberRange() throws(JSON.Problem) -> Range<Int> {
    let start = at
    _ = take(UInt8(ascii: "-"))
    if at < bytes.count, !isDigit(bytes[at]), at == start { throw problem(.unexpectedCharacter) }
    if !take(UInt8(ascii: "0")) { try digits() }
    if take(UInt8(ascii: ".")) { try digits() }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      try digits()
    }
    if at < bytes.count, isDigit(bytes[at]) { throw problem(.invalidNumber) }
    return start..<at
  }

  private mutating func digits() throws(JSON.Problem) {
    guard at < bytes.count else { throw problem(.unexpectedEnd) }
    guard isDigit(bytes[at]) else { throw problem(.invalidNumber) }
    while at < bytes.count, isDigit(bytes[at]) { at += 1 }
  }

  private func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
}

// Strings: RFC 8259 section 7.
extension JSONParser {
  mutating func string() throws(JSON.Problem) -> String {
    try expect(UInt8(ascii: "\""))
    var start = at
    // Added to in place: a copy at each escape would make the time grow with their square.
    var unescaped: [UInt8] = []
    var hasEscapes = false
    while true {
      guard at < bytes.count else { throw problem(.unexpectedEnd) }
      switch bytes[at] {
      case UInt8(ascii: "\""):
        let text = try text(hasEscapes ? unescaped : nil, start..<at)
        at += 1
        return text
      case UInt8(ascii: "\\"):
        hasEscapes = true
        unescaped += bytes[start..<at]
        try escape(into: &unescaped)
        start = at
      case 0..<0x20: throw problem(.controlCharacter)
      default: at += 1
      }
    }
  }

  /// Goes past a string without making one of it.
  /// - Returns: where its text stands; nil for one with escapes.
  mutating func skipString() throws(JSON.Problem) -> Range<Int>? {
    let start = at
    try expect(UInt8(ascii: "\""))
    while at < bytes.count, bytes[at] != UInt8(ascii: "\"") {
      guard bytes[at] >= 0x20, bytes[at] != UInt8(ascii: "\\") else {
        at = start
        _ = try string()
        return nil
      }
      at += 1
    }
    let range = start + 1..<at
    try expect(UInt8(ascii: "\""))
    guard (try? UTF8Span(validating: bytes.span.extracting(range))) != nil else { throw problem(.invalidUTF8, at: start + 1) }
    return range
  }

  private func text(_ unescaped: [UInt8]?, _ rest: Range<Int>) throws(JSON.Problem) -> String {
    let text = unescaped.map { Self.text($0 + bytes[rest]) } ?? Self.text(bytes.span.extracting(rest))
    guard let text else { throw problem(.invalidUTF8, at: rest.lowerBound) }
    return text
  }

  private static func text(_ bytes: [UInt8]) -> String? { text(bytes.span) }

  private static func text(_ bytes: Span<UInt8>) -> String? {
    guard let valid = try? UTF8Span(validating: bytes) else { return nil }
    return String(copying: valid)
  }

  private static let simpleEscapes: [UInt8: UInt8] = [
    UInt8(ascii: "\""): 0x22, UInt8(ascii: "\\"): 0x5C, UInt8(ascii: "/"): 0x2F, UInt8(ascii: "b"): 0x08,
    UInt8(ascii: "f"): 0x0C, UInt8(ascii: "n"): 0x0A, UInt8(ascii: "r"): 0x0D, UInt8(ascii: "t"): 0x09,
  ]

  private mutating func escape(into collected: inout [UInt8]) throws(JSON.Problem) {
    let start = at
    at += 1
    guard at < bytes.count else { throw problem(.unexpectedEnd) }
    if let simple = Self.simpleEscapes[bytes[at]] {
      collected.append(simple)
      at += 1
      return
    }
    let scalar = try unicodeEscape(from: start)
    collected += Array(String(Character(scalar)).utf8)
  }

  /// A `\uXXXX`, or a surrogate pair of two; a lone surrogate is refused, since it has no UTF-8 form.
  private mutating func unicodeEscape(from start: Int) throws(JSON.Problem) -> Unicode.Scalar {
    let first = try hexUnit(from: start)
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard first < 0xDC00, at < bytes.count, bytes[at] == UInt8(ascii: "\\") else { throw problem(.invalidEscape, at: start) }
    at += 1
    let second = try hexUnit(from: start)
    guard (0xDC00...0xDFFF).contains(second) else { throw problem(.invalidEscape, at: start) }
    let code = 0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00)
    guard let scalar = Unicode.Scalar(code) else { throw problem(.invalidEscape, at: start) }
    return scalar
  }

  private mutating func hexUnit(from start: Int) throws(JSON.Problem) -> UInt16 {
    guard at + 4 < bytes.count, bytes[at] == UInt8(ascii: "u") else { throw problem(.invalidEscape, at: start) }
    var unit: UInt16 = 0
    for byte in bytes[at + 1...at + 4] {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else {
        throw problem(.invalidEscape, at: start)
      }
      unit = unit << 4 | UInt16(digit)
    }
    at += 5
    return unit
  }
}
