public import Vocabulary

/// The conditions that a request for an object makes (RFC 9110 section 13.1).
public struct Preconditions: Sendable {
  public enum Outcome: Sendable, Hashable {
    case met
    /// 304.
    case notModified
    /// 412; the name of the header whose condition does not hold.
    case failed(String)
  }

  private let ifMatch: [String]?
  private let ifNoneMatch: [String]?
  private let ifModifiedSince: Moment?
  private let ifUnmodifiedSince: Moment?

  /// - Throws: ValidationProblem for what is no list of entity tags, or no date.
  public init(_ request: WireRequest) throws(ValidationProblem) {
    ifMatch = try Self.tags(request, "if-match")
    ifNoneMatch = try Self.tags(request, "if-none-match")
    ifModifiedSince = try Self.date(request, "if-modified-since")
    ifUnmodifiedSince = try Self.date(request, "if-unmodified-since")
  }

  /// In the order of RFC 9110 section 13.2.2: a date counts only where there is no entity tag of its kind.
  /// - Parameter tag: the object's entity tag, a strong one, without its quotes.
  public func outcome(tag: String, modifiedAt: Moment) -> Outcome {
    if let ifMatch {
      guard ifMatch.contains("*") || ifMatch.contains(tag) else { return .failed("If-Match") }
    } else if let ifUnmodifiedSince, modifiedAt.wholeSeconds > ifUnmodifiedSince.wholeSeconds {
      return .failed("If-Unmodified-Since")
    }
    if let ifNoneMatch {
      let matches = ifNoneMatch.contains { $0 == "*" || $0 == tag || $0 == "W/" + tag }
      return matches ? .notModified : .met
    }
    if let ifModifiedSince, modifiedAt.wholeSeconds <= ifModifiedSince.wholeSeconds { return .notModified }
    return .met
  }

  /// Entity tags without their quotes, a weak one with `W/` before it; S3's clients leave the quotes out too.
  private static func tags(_ request: WireRequest, _ name: String) throws(ValidationProblem) -> [String]? {
    let values = request.headers.filter { $0.name == name }.map(\.value)
    guard !values.isEmpty else { return nil }
    var tags: [String] = []
    for piece in values.joined(separator: ",").split(separator: ",", omittingEmptySubsequences: true) {
      let text = piece.trimmingSpaces
      let isWeak = text.hasPrefix("W/")
      var tag = isWeak ? text.dropFirst(2) : text
      if tag.utf8.count >= 2, tag.hasPrefix("\""), tag.hasSuffix("\"") { tag = tag.dropFirst().dropLast() }
      guard !tag.isEmpty, !tag.contains("\"") else {
        throw ValidationProblem(.malformed, name, "must be a list of entity tags, or *.")
      }
      tags.append((isWeak ? "W/" : "") + tag)
    }
    guard !tags.isEmpty else { throw ValidationProblem(.malformed, name, "must be a list of entity tags, or *.") }
    return tags
  }

  private static func date(_ request: WireRequest, _ name: String) throws(ValidationProblem) -> Moment? {
    guard let text = request.header(name) else { return nil }
    guard let date = WireDate.httpDate(text) else {
      throw ValidationProblem(.malformed, name, "must be a date such as Sun, 06 Nov 1994 08:49:37 GMT.")
    }
    return date
  }
}

extension Substring {
  fileprivate var trimmingSpaces: Substring {
    let start = drop { $0 == " " || $0 == "\t" }
    guard let last = start.lastIndex(where: { $0 != " " && $0 != "\t" }) else { return start }
    return start[...last]
  }
}
