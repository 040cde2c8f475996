/// A reference to a value that a flow knows while it runs, in the part of JSONPath that flows use: `$.Attributes.name`,
/// `$.Attributes['first name']`, `$['External'].items[0]`.
public struct FlowPath: Sendable, Hashable {
  public enum Step: Sendable, Hashable {
    case name(String)
    case index(Int)
  }

  /// At least one.
  public let steps: [Step]

  /// nil unless all of `text` is one path.
  public init?(_ text: String) {
    var reader = FlowPathReader(Array(text.utf8))
    guard let path = reader.path(), reader.isAtEnd else { return nil }
    self = path
  }

  init(steps: [Step]) { self.steps = steps }
}

/// Reads paths out of the bytes of a text.
struct FlowPathReader {
  /// Of a name in brackets.
  private static let nameBytesMax = 1_024

  let bytes: [UInt8]
  var at = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { at == bytes.count }

  /// The path that begins here; nil, with nothing consumed, when none does.
  mutating func path() -> FlowPath? {
    let start = at
    guard byte(at) == UInt8(ascii: "$") else { return nil }
    at += 1
    var steps: [FlowPath.Step] = []
    while let step = dotted() ?? bracketed() { steps.append(step) }
    guard !steps.isEmpty else {
      at = start
      return nil
    }
    return FlowPath(steps: steps)
  }

  /// A point that no name follows belongs to the text after the path.
  private mutating func dotted() -> FlowPath.Step? {
    guard byte(at) == UInt8(ascii: ".") else { return nil }
    var end = at + 1
    while let next = byte(end), Self.isNameByte(next) { end += 1 }
    guard end > at + 1 else { return nil }
    defer { at = end }
    return .name(String(decoding: bytes[at + 1..<end], as: UTF8.self))
  }

  private mutating func bracketed() -> FlowPath.Step? {
    guard byte(at) == UInt8(ascii: "["), let first = byte(at + 1) else { return nil }
    let isQuoted = first == UInt8(ascii: "'") || first == UInt8(ascii: "\"")
    let start = isQuoted ? at + 2 : at + 1
    let closing = isQuoted ? [first, UInt8(ascii: "]")] : [UInt8(ascii: "]")]
    guard let end = find(closing, from: start), end > start else { return nil }
    let text = String(decoding: bytes[start..<end], as: UTF8.self)
    guard let step = isQuoted ? .name(text) : index(text) else { return nil }
    at = end + closing.count
    return step
  }

  private func index(_ text: String) -> FlowPath.Step? {
    guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return Int(text).map { .index($0) }
  }

  private func find(_ wanted: [UInt8], from start: Int) -> Int? {
    var place = start
    while place + wanted.count <= bytes.count, place - start <= Self.nameBytesMax {
      if bytes[place..<place + wanted.count].elementsEqual(wanted) { return place }
      place += 1
    }
    return nil
  }

  private func byte(_ place: Int) -> UInt8? { place < bytes.count ? bytes[place] : nil }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"), UInt8(ascii: "-"), 0x80...: true
    default: false
    }
  }
}
