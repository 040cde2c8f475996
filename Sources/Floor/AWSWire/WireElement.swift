/// One element of the XML that services answer with: a name and either text or elements.
public struct WireElement: Sendable, Hashable {
  /// As it is written.
  public let text: String

  public init(_ name: String, _ text: String) { self.init(name, namespace: nil, text: text) }

  /// - Parameter namespace: the XML namespace, of the outermost element.
  public init(_ name: String, namespace: String?, text: String) {
    self.text = "<\(name)\(Self.attribute(namespace))>\(Self.escaped(text))</\(name)>"
  }

  public init(_ name: String, namespace: String? = nil, _ elements: [WireElement]) {
    text = "<\(name)\(Self.attribute(namespace))>\(elements.map(\.text).joined())</\(name)>"
  }

  private static func attribute(_ namespace: String?) -> String {
    namespace.map { " xmlns=\"\(escaped($0))\"" } ?? ""
  }

  /// Characters that XML 1.0 gives a meaning are written as references; those that it does not allow (2.2) are left out.
  static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      // Written as it is, a parser would read a line feed for it (XML 1.0 2.11).
      case "\r": escaped += "&#xD;"
      case "\t", "\n", " "..."\u{D7FF}", "\u{E000}"..."\u{FFFD}", "\u{10000}"..."\u{10FFFF}":
        escaped.unicodeScalars.append(scalar)
      default: break
      }
    }
    return escaped
  }
}
