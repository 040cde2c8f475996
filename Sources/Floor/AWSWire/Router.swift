/// Finds the operation that a method and a path mean, by the URIs of the description.
///
/// A path is matched while it is still percent-encoded, since an ARN in a label has encoded slashes; its labels are decoded
/// after.
public struct Router: Sendable {
  public struct Match: Sendable, Hashable {
    public let operation: String
    /// The label's name in the URI -> its decoded value.
    public let labels: [String: String]
  }

  public enum Outcome: Sendable, Hashable {
    case match(Match)
    case notFound
    case methodNotAllowed
    /// A label is not valid percent-encoded UTF-8.
    case malformed
  }

  private struct Template: Sendable {
    let operation: String
    let method: String
    let segments: [Segment]
  }

  private enum Segment: Sendable {
    case literal(String)
    case label(String)
  }

  /// What a path is looked up by before it is compared: how many segments it has, and the first of them.
  private struct Key: Hashable, Sendable {
    let count: Int
    let first: String
  }

  /// Those with more literals first.
  private let templates: [Key: [Template]]

  /// Every URI of the services here begins with a literal, and its labels have one segment each.
  public init(_ description: ServiceDescription) {
    let all = description.operations.values.sorted { $0.name < $1.name }.map { operation in
      Template(operation: operation.name, method: operation.method, segments: Self.segments(operation.uri))
    }
    templates = Dictionary(grouping: all) { Key(count: $0.segments.count, first: Self.literal($0.segments.first) ?? "") }
      .mapValues { $0.sorted { (Self.literals($1), $0.operation) < (Self.literals($0), $1.operation) } }
  }

  public func route(method: String, rawPath: String) -> Outcome {
    let parts = Self.parts(rawPath)
    var isKnown = false
    for template in templates[Key(count: parts.count, first: String(parts.first ?? ""))] ?? [] where Self.fits(template, parts) {
      guard template.method == method else {
        isKnown = true
        continue
      }
      guard let labels = Self.labels(template, parts) else { return .malformed }
      return .match(Match(operation: template.operation, labels: labels))
    }
    return isKnown ? .methodNotAllowed : .notFound
  }

  /// What stands after each slash; a slash at the end is followed by an empty segment.
  private static func parts(_ path: String) -> [Substring] {
    guard path.utf8.first == UInt8(ascii: "/") else { return [] }
    return path.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map { Substring($0) }
  }

  private static func segments(_ uri: String) -> [Segment] {
    parts(uri).map { part in
      part.hasPrefix("{") ? .label(String(part.dropFirst().dropLast())) : .literal(String(part))
    }
  }

  private static func literal(_ segment: Segment?) -> String? {
    if case .literal(let text) = segment { text } else { nil }
  }

  private static func literals(_ template: Template) -> Int { template.segments.count { literal($0) != nil } }

  private static func fits(_ template: Template, _ parts: [Substring]) -> Bool {
    zip(template.segments, parts).allSatisfy { segment, part in
      if case .literal(let text) = segment { text == part } else { isLabel(part) }
    }
  }

  /// An empty label is none. SigV4 signs a path without its dot segments (RFC 3986 5.2.4), so that one taken for a label would
  /// lead to another operation under the same signature.
  private static func isLabel(_ part: Substring) -> Bool { !part.isEmpty && part != "." && part != ".." }

  private static func labels(_ template: Template, _ parts: [Substring]) -> [String: String]? {
    var labels: [String: String] = [:]
    for (segment, part) in zip(template.segments, parts) {
      guard case .label(let name) = segment else { continue }
      guard let value = PercentCoding.decode(part.utf8, plusIsSpace: false) else { return nil }
      labels[name] = value
    }
    return labels
  }
}
