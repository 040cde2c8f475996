/// A parameter as its author wrote it: a fixed text, one path, or a text with paths in it.
public enum FlowText: Sendable, Hashable {
  public enum Part: Sendable, Hashable {
    case fixed(String)
    case path(FlowPath)
  }

  case fixed(String)
  case path(FlowPath)
  case embedded([Part])

  public init(_ text: String) {
    guard text.utf8.contains(UInt8(ascii: "$")) else {
      self = .fixed(text)
      return
    }
    self = Self.joined(Self.parts(of: text), text)
  }

  private static func joined(_ parts: [Part], _ text: String) -> FlowText {
    if case .path(let path)? = parts.first, parts.count == 1 { return .path(path) }
    let hasPath = parts.contains { if case .path = $0 { true } else { false } }
    return hasPath ? .embedded(parts) : .fixed(text)
  }

  private static func parts(of text: String) -> [Part] {
    var reader = FlowPathReader(Array(text.utf8))
    var parts: [Part] = []
    var fixedFrom = 0
    while !reader.isAtEnd {
      let start = reader.at
      guard let path = reader.path() else {
        reader.at += 1
        continue
      }
      if start > fixedFrom { parts.append(.fixed(String(decoding: reader.bytes[fixedFrom..<start], as: UTF8.self))) }
      parts.append(.path(path))
      fixedFrom = reader.at
    }
    if reader.at > fixedFrom { parts.append(.fixed(String(decoding: reader.bytes[fixedFrom...], as: UTF8.self))) }
    return parts
  }
}
