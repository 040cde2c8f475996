/// A value of a policy that may hold policy variables, such as `${aws:username}`; compiled once where it holds none.
struct Template: Sendable, Hashable {
  enum Part: Sendable, Hashable {
    case text(String)
    /// `${*}`, `${?}` and `${$}`: the character itself.
    case literal(String)
    case variable(key: String, fallback: String?)
  }

  let parts: [Part]
  let source: String

  /// - Parameter variables: false for policies of version 2008-10-17, which have none.
  init(_ text: String, variables: Bool) {
    source = text
    parts = variables ? Template.parse(text) : [.text(text)]
  }

  var isFixed: Bool { !parts.contains { if case .variable = $0 { true } else { false } } }

  private static func parse(_ text: String) -> [Part] {
    var parts: [Part] = []
    var rest = text[...]
    while let start = rest.firstRange(of: "${"), let end = rest[start.upperBound...].firstIndex(of: "}") {
      if start.lowerBound > rest.startIndex { parts.append(.text(String(rest[..<start.lowerBound]))) }
      parts.append(part(String(rest[start.upperBound..<end])))
      rest = rest[rest.index(after: end)...]
    }
    if !rest.isEmpty || parts.isEmpty { parts.append(.text(String(rest))) }
    return parts
  }

  private static func part(_ inner: String) -> Part {
    if ["*", "?", "$"].contains(inner) { return .literal(inner) }
    let sides = inner.split(separator: ",", maxSplits: 1, omittingEmptySubsequences: false)
    let key = trimmed(sides[0])
    guard sides.count == 2 else { return .variable(key: key, fallback: nil) }
    let fallback = trimmed(sides[1])
    let quoted = fallback.count >= 2 && fallback.hasPrefix("'") && fallback.hasSuffix("'")
    return .variable(key: key, fallback: quoted ? String(fallback.dropFirst().dropLast()) : fallback)
  }

  private static func trimmed(_ text: Substring) -> String {
    String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }

  /// The value for a request; nil when a variable has no value, or several, and no default: then nothing matches.
  func resolved(_ context: Context) -> [(text: String, isLiteral: Bool)]? {
    var resolved: [(text: String, isLiteral: Bool)] = []
    for part in parts {
      switch part {
      case .text(let text): resolved.append((text, false))
      case .literal(let text): resolved.append((text, true))
      case .variable(let key, let fallback):
        let values = context[key]
        if let values, values.count == 1 {
          resolved.append((values[0], true))
        } else if values?.isEmpty ?? true, let fallback {
          resolved.append((fallback, true))
        } else {
          return nil
        }
      }
    }
    return resolved
  }

  func text(_ context: Context) -> String? { resolved(context).map { $0.map(\.text).joined() } }
}
