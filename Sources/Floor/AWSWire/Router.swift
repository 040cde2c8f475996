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

  /// Number of segments -> the templates of that length, those with more literals first.
  private let templates: [Int: [Template]]

  public init(_ description: ServiceDescription) {
    let all = description.operations.values.sorted { $0.name < $1.name }.map { operation in
      Template(operation: operation.name, method: operation.method, segments: Self.segments(operation.uri))
    }
    templates = Dictionary(grouping: all) { $0.segments.count }.mapValues { $0.sorted { Self.literals($0) > Self.literals($1) } }
  }

  public func route(method: String, rawPath: String) -> Outcome {
    let parts = rawPath.split(separator: "/", omittingEmptySubsequences: true)
    var isKnown = false
    for template in templates[parts.count] ?? [] where Self.fits(template, parts) {
      guard template.method == method else {
        isKnown = true
        continue
      }
      guard let labels = Self.labels(template, parts) else { return .malformed }
      return .match(Match(operation: template.operation, labels: labels))
    }
    return isKnown ? .methodNotAllowed : .notFound
  }

  private static func segments(_ uri: String) -> [Segment] {
    uri.split(separator: "/").map { part in
      part.hasPrefix("{") ? .label(String(part.dropFirst().dropLast())) : .literal(String(part))
    }
  }

  private static func literals(_ template: Template) -> Int {
    template.segments.count { if case .literal = $0 { true } else { false } }
  }

  private static func fits(_ template: Template, _ parts: [Substring]) -> Bool {
    zip(template.segments, parts).allSatisfy { segment, part in
      if case .literal(let text) = segment { text == part } else { true }
    }
  }

  private static func labels(_ template: Template, _ parts: [Substring]) -> [String: String]? {
    var labels: [String: String] = [:]
    for (segment, part) in zip(template.segments, parts) {
      guard case .label(let name) = segment else { continue }
      guard let value = PercentCoding.decode(part) else { return nil }
      labels[name] = value
    }
    return labels
  }
}
