import Vocabulary

/// A value of a condition, read for its operator. Operators of strings and ARNs alone take variables ("Variables and tags",
/// IAM User Guide); for the others a variable is a value that they cannot have.
struct ConditionValue: Sendable {
  private let template: Template
  private let number: Double?
  private let network: Network?
  private let bytes: [UInt8]?
  var isTrue: Bool { template.source.lowercased() == "true" }

  /// - Returns: nil when the operator cannot have that value.
  init?(_ text: String, _ comparison: Comparison, variables: Bool) {
    template = Template(text, variables: variables)
    var (number, network): (Double?, Network?) = (nil, nil)
    switch comparison {
    case .numericEquals, .numericNotEquals, .numericLessThan, .numericLessThanEquals, .numericGreaterThan,
      .numericGreaterThanEquals:
      number = PolicyNumber.value(text)
      if number == nil { return nil }
    case .dateEquals, .dateNotEquals, .dateLessThan, .dateLessThanEquals, .dateGreaterThan, .dateGreaterThanEquals:
      number = PolicyDate.seconds(text)
      if number == nil { return nil }
    case .ipAddress, .notIpAddress:
      network = Network(text)
      if network == nil { return nil }
    case .bool, .null: guard ["true", "false"].contains(text.lowercased()) else { return nil }
    default: break
    }
    bytes = comparison == .binaryEquals ? Base64.decoded(text) : nil
    if comparison == .binaryEquals, bytes == nil { return nil }
    self.number = number
    self.network = network
  }

  /// - Parameter comparison: a positive operator.
  func matches(_ given: String, _ comparison: Comparison, _ context: Context) -> Bool {
    switch comparison {
    // Bytes are compared: to Swift, texts are equal that Unicode holds to be equivalent.
    case .stringEquals: template.text(context)?.utf8.elementsEqual(given.utf8) ?? false
    case .binaryEquals: bytes != nil && Base64.decoded(given) == bytes
    case .stringEqualsIgnoreCase: template.text(context)?.lowercased().utf8.elementsEqual(given.lowercased().utf8) ?? false
    case .bool: template.source.lowercased() == given.lowercased()
    case .stringLike: template.resolved(context).map { Glob(parts: $0).matches(Array(given.utf8)) } ?? false
    case .arnEquals, .arnLike: template.resolved(context).map { ARNPattern($0).matches(given) } ?? false
    case .ipAddress: network.map { $0.contains(given) } ?? false
    case .numericEquals, .numericLessThan, .numericLessThanEquals, .numericGreaterThan, .numericGreaterThanEquals:
      ordered(PolicyNumber.value(given), number, comparison)
    case .dateEquals, .dateLessThan, .dateLessThanEquals, .dateGreaterThan, .dateGreaterThanEquals:
      ordered(PolicyDate.seconds(given), number, comparison)
    default: false
    }
  }

  private func ordered(_ given: Double?, _ wanted: Double?, _ comparison: Comparison) -> Bool {
    guard let given, let wanted else { return false }
    switch comparison {
    case .numericEquals, .dateEquals: return given == wanted
    case .numericLessThan, .dateLessThan: return given < wanted
    case .numericLessThanEquals, .dateLessThanEquals: return given <= wanted
    case .numericGreaterThan, .dateGreaterThan: return given > wanted
    case .numericGreaterThanEquals, .dateGreaterThanEquals: return given >= wanted
    default: return false
    }
  }
}

/// An ARN with wildcards: each of the six parts is matched by itself, so that a `*` does not cross a colon before the resource.
struct ARNPattern {
  private let parts: [Glob]?

  init(_ pieces: [(text: String, isLiteral: Bool)]) {
    var segments: [[(text: String, isLiteral: Bool)]] = [[]]
    for piece in pieces {
      let split = piece.text.split(separator: ":", omittingEmptySubsequences: false)
      for (index, part) in split.enumerated() {
        if index > 0, segments.count < 6 {
          segments.append([])
        } else if index > 0 {
          segments[segments.count - 1].append((":", true))
        }
        segments[segments.count - 1].append((String(part), piece.isLiteral))
      }
    }
    parts = segments.count == 6 ? segments.map { Glob(parts: $0) } : nil
  }

  func matches(_ text: String) -> Bool {
    let given = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
    guard let parts, given.count == 6 else { return false }
    return zip(parts, given).allSatisfy { $0.matches(Array($1.utf8)) }
  }
}
