import FlowLanguage
import Vocabulary

// Parameters: what an author wrote, with the values that it refers to.
extension ActionRun {
  /// A parameter's text; nil when it is absent, or a single path that leads to nothing.
  func text(_ names: String...) -> String? { parameter(names).flatMap { evaluatedText($0) } }

  /// A parameter's whole number, written as a number or as a text.
  func integer(_ names: String...) -> Int? { parameter(names).flatMap { evaluatedText($0) }.flatMap { Int($0) } }

  /// A parameter that is `true`, or "True" in any case.
  func isTrue(_ names: String...) -> Bool { parameter(names).flatMap { evaluatedText($0) }?.lowercased() == "true" }

  /// A parameter of any shape, its texts evaluated.
  func value(_ names: String...) -> JSON? { parameter(names).map { evaluated($0) } }

  /// The members of a parameter that is an object; names and values evaluated, values as text.
  func texts(_ names: String...) -> [(name: String, value: String)] {
    (parameter(names)?.object?.members ?? []).map { (evaluated($0.name) ?? "", evaluatedText($0.value) ?? "") }
  }

  /// The parameters as they were written.
  var parameters: JSON { JSON(.object(action.parameters)) }

  func has(_ name: String) -> Bool { action.parameters[name] != nil }

  private func parameter(_ names: [String]) -> JSON? {
    var value = action.parameters[names[0]]
    for name in names.dropFirst() { value = value?[name] }
    return value
  }

  private func evaluatedText(_ json: JSON) -> String? { json.string.map { evaluated($0) } ?? json.asText }
}

// Texts: fixed, one path, or paths within a text.
extension ActionRun {
  /// nil for a single path that leads to nothing, and for a text that grows too long; within a text a path to nothing is empty.
  func evaluated(_ text: String) -> String? {
    switch FlowText(text) {
    case .fixed(let fixed): fixed
    case .path(let path): value(at: path)?.asText
    case .embedded(let parts): embedded(parts, forLog: false)
    }
  }

  /// Every text of the value evaluated, the names of members too; a path that leads to nothing gives null. A log shows that the
  /// customer's stored input was used, and not what it was.
  func evaluated(_ json: JSON, forLog: Bool = false) -> JSON {
    switch json.content {
    case .string(let text): evaluatedJSON(text, forLog: forLog)
    case .array(let elements): .array(elements.map { evaluated($0, forLog: forLog) })
    case .object(let object): .object(object.members.map { (evaluated($0.name) ?? "", evaluated($0.value, forLog: forLog)) })
    default: json
    }
  }

  private func evaluatedJSON(_ text: String, forLog: Bool) -> JSON {
    switch FlowText(text) {
    case .fixed: .string(text)
    case .path(let path): forLog && path.isStoredInput ? .string(text) : value(at: path) ?? .null
    case .embedded(let parts): embedded(parts, forLog: forLog).map(JSON.string) ?? .null
    }
  }

  /// nil when the text would grow beyond its bound.
  private func embedded(_ parts: [FlowText.Part], forLog: Bool) -> String? {
    var text = ""
    for part in parts {
      switch part {
      case .fixed(let fixed): text += fixed
      case .path(let path) where forLog && path.isStoredInput: text += "$.StoredCustomerInput"
      case .path(let path): text += value(at: path)?.asText ?? ""
      }
      guard text.utf8.count <= FlowBounds.evaluatedTextBytesMax else { return nil }
    }
    return text
  }

  private func value(at path: FlowPath) -> JSON? {
    guard case .name("Loop") = path.steps[0] else { return context.value(at: path) }
    return execution.frames.last.flatMap { JSON(.object($0.loops)).value(along: path.steps.dropFirst()) }
  }
}

extension FlowPath {
  fileprivate var isStoredInput: Bool { steps[0] == .name("StoredCustomerInput") }
}

extension JSON {
  /// As a flow shows it in a text: nil for null.
  var asText: String? {
    switch content {
    case .null: nil
    case .string(let text): text
    default: text
    }
  }

  /// The value that the steps lead to.
  func value(along steps: some Sequence<FlowPath.Step>) -> JSON? {
    var value: JSON? = self
    for step in steps {
      switch step {
      case .name(let name): value = value?[name]
      case .index(let index): value = value?.array.flatMap { $0.indices.contains(index) ? $0[index] : nil }
      }
    }
    return value
  }
}
