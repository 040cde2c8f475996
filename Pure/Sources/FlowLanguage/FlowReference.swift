import Vocabulary

/// Something outside of the flow that one of its actions names.
public struct FlowReference: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    case queue
    case agent
    case flow
    case module
    case prompt
    case hoursOfOperation
    case function
    case bot
    case view
    case taskTemplate
    /// Any other value, where a mark of a template stands in it.
    case value
  }

  public let kind: Kind
  public let action: String
  public let path: String
  /// An id or an ARN, as its author wrote it.
  public let text: String

  /// Whether it is a mark that a template or an export left, and names nothing yet: `{{...}}`, `${...}`, `%%...%%`.
  public var isMark: Bool { Self.holdsMark(text) || text.isEmpty }

  static func holdsMark(_ text: String) -> Bool { marks.contains { text.contains($0) } }

  private static let marks = ["{{", "}}", "${", "%%", "[[", "]]"]
}

extension Flow {
  /// What the flow names, in the order of its text; what a path stands for is known only when it runs.
  public var references: [FlowReference] {
    actions.enumerated().flatMap { index, action in
      let known = ActionRules.rule(of: action.type).references(action.parameters)
      let marks = Self.marks(in: JSON(.object(action.parameters)), at: "").filter { mark in !known.contains { $0.1 == mark.1 } }
      return (known + marks).map { kind, path, text in
        FlowReference(
          kind: kind, action: action.identifier, path: "$.Actions[\(index)].Parameters.\(path)", text: text)
      }
    }.filter { $0.isMark || !FlowText($0.text).isDynamic }
  }

  /// What is said to people may look like a mark.
  static let spoken: Set<String> = ["Text", "SSML"]

  /// Values in which a mark of a template stands.
  private static func marks(in json: JSON, at path: String) -> [(FlowReference.Kind, String, String)] {
    switch json.content {
    case .string(let text): FlowReference.holdsMark(text) ? [(.value, path, text)] : []
    case .array(let elements): elements.enumerated().flatMap { marks(in: $1, at: "\(path)[\($0)]") }
    case .object(let object):
      object.members.filter { !spoken.contains($0.name) }
        .flatMap { marks(in: $0.value, at: path.isEmpty ? $0.name : "\(path).\($0.name)") }
    case .null, .bool, .number: []
    }
  }
}

extension FlowText {
  /// Whether a value of the contact's stands in it.
  public var isDynamic: Bool { if case .fixed = self { false } else { true } }
}
