import Synchronization

/// A pattern of the model. It describes a whole value; the published ones carry their anchors or not, and mean the same.
///
/// The regular expression is compiled at first use, and once.
public final class Pattern: Sendable {
  public let text: String
  private let compiled = Mutex<Compiled?>(nil)

  private struct Compiled: @unchecked Sendable {
    let regex: Regex<AnyRegexOutput>?
  }

  public init(_ text: String) { self.text = text }

  /// Whether the pattern can be used at all; every one of the description can, and a test says so.
  public var isUsable: Bool { regex != nil }

  public func matches(_ value: String) -> Bool {
    guard let regex else { return false }
    return (try? regex.wholeMatch(in: value)) != nil
  }

  private var regex: Regex<AnyRegexOutput>? {
    compiled.withLock { compiled in
      if let compiled { return compiled.regex }
      let regex = try? Regex(text).matchingSemantics(.unicodeScalar).dotMatchesNewlines()
      compiled = Compiled(regex: regex)
      return regex
    }
  }
}
