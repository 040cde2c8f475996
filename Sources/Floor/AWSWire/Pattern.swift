import Synchronization

/// A pattern of the model. It describes a whole value; the published ones carry their anchors or not, and mean the same.
///
/// The regular expression is compiled at first use, and once. As in the language that the patterns were written for (Java), `\d`,
/// `\w` and `\s` are those of ASCII.
public final class Pattern: Sendable {
  /// Bytes of the longest value that is looked at; a longer one does not match. Some shapes have a pattern and no bound of
  /// their own.
  public static let valueBytesMax = 1 << 20

  public let text: String
  private let compiled = Mutex<Compiled?>(nil)

  /// A `Regex` made from text has no closures and does not change; the library does not say so in its type.
  private struct Compiled: @unchecked Sendable {
    let regex: Regex<AnyRegexOutput>?
  }

  public init(_ text: String) { self.text = text }

  /// Whether the pattern can be used at all; every one of the description can, and a test says so.
  public var isUsable: Bool { regex != nil }

  public func matches(_ value: String) -> Bool {
    guard value.utf8.count <= Self.valueBytesMax, let regex else { return false }
    return (try? regex.wholeMatch(in: value)) != nil
  }

  private var regex: Regex<AnyRegexOutput>? {
    compiled.withLock { compiled in
      if let compiled { return compiled.regex }
      let regex = try? Regex(text).matchingSemantics(.unicodeScalar).dotMatchesNewlines()
        .asciiOnlyDigits().asciiOnlyWordCharacters().asciiOnlyWhitespace()
      compiled = Compiled(regex: regex)
      return regex
    }
  }
}
