import ConnectAPI
import Crypto
import FlowLanguage
import ResourceStore
import Vocabulary

/// The content of a flow or module, judged before it is published.
struct FlowContent {
  let text: String
  let type: FlowType

  /// The digest of a content, in hexadecimal.
  static func sha256(_ content: String) -> String {
    SHA256.hash(data: Array(content.utf8)).hexadecimal
  }

  /// What is wrong with it, in the order of its text: with the language, then with what it names. Empty for one that can run.
  func problems(in instance: String, _ lookup: some Lookup) throws -> [String] {
    switch FlowReader.read(text, as: type) {
    case .failure(let found): return found.problems.map(\.description)
    case .success(let flow):
      return try flow.references.compactMap { try problem($0, of: flow, in: instance, lookup) }
    }
  }

  private func problem(
    _ reference: FlowReference, of flow: Flow, in instance: String, _ lookup: some Lookup
  ) throws -> String? {
    let place = "Action \(reference.action), \(reference.path)"
    if reference.isMark {
      return "\(place): \(reference.text) is a mark of a template; put the id or ARN of a \(reference.kind.noun) in its place."
    }
    let text = reference.versioned(in: flow)
    guard let kind = reference.kind.record, try !isThere(text, kind, in: instance, lookup) else { return nil }
    let (noun, remedy) = (reference.kind.noun, reference.kind.remedy)
    return "\(place): there is no \(noun) \(text) in this instance; \(remedy), or name another."
  }

  private func isThere(_ text: String, _ kind: Kind, in instance: String, _ lookup: some Lookup) throws -> Bool {
    switch kind {
    case .lambdaFunction: try LambdaFunctions.record(of: text, in: instance, lookup.reader) != nil
    case .queue: try record(.queue, text, in: instance, lookup) != nil || record(.agent, text, in: instance, lookup) != nil
    case .view: try Views.isThere(text, in: instance, lookup)
    case .contactFlow, .contactFlowModule: try hasContent(kind, QualifiedFlow(text), in: instance, lookup)
    default: try record(kind, text, in: instance, lookup) != nil
    }
  }

  /// What an id or a whole ARN names. An agent's ARN stands for the agent's own queue too.
  private func record(_ kind: Kind, _ text: String, in instance: String, _ lookup: some Lookup) throws -> Record? {
    guard let record = try lookup.reader.record(kind, identifier(text)), record.scope == instance else { return nil }
    return ARN(text) == nil || text == record.arn || kind == .agent ? record : nil
  }

  /// A flow may be named before it is published; a version must be there.
  private func hasContent(_ kind: Kind, _ name: QualifiedFlow, in instance: String, _ lookup: some Lookup) throws -> Bool {
    guard let record = try record(kind, name.flow, in: instance, lookup) else { return false }
    guard case .named = name.qualifier else { return true }
    if kind == .contactFlow {
      let flow = try StoredContactFlow(json: record.document)
      return try FlowContents.chosen(name.qualifier, of: flow, id: record.id, lookup.reader) != nil
    }
    let module = try StoredContactFlowModule(json: record.document).module
    return try FlowContents.chosen(name.qualifier, of: module, id: record.id, lookup.reader) != nil
  }
}

extension FlowReference {
  /// What it names; a view's version may stand beside its id.
  fileprivate func versioned(in flow: Flow) -> String {
    guard kind == .view, QualifiedFlow(text).qualifier == .latest, let index = flow.index(of: action),
      let version = flow.actions[index].parameters["ViewResource"]?["Version"]?.string, !version.isEmpty,
      !FlowText(version).isDynamic
    else { return text }
    return "\(QualifiedFlow(text).flow):\(version)"
  }
}

extension FlowReference.Kind {
  /// The records that it names; nil for what the instance does not hold.
  fileprivate var record: Kind? {
    switch self {
    case .queue: .queue
    case .agent: .agent
    case .flow: .contactFlow
    case .module: .contactFlowModule
    case .prompt: .prompt
    case .hoursOfOperation: .hoursOfOperation
    case .function: .lambdaFunction
    case .taskTemplate: .taskTemplate
    case .view: .view
    case .bot, .value: nil
    }
  }

  fileprivate var noun: String {
    switch self {
    case .queue: "queue"
    case .agent: "user"
    case .flow: "contact flow"
    case .module: "flow module"
    case .prompt: "prompt"
    case .hoursOfOperation: "hours of operation"
    case .function: "Lambda function"
    case .bot: "bot"
    case .view: "view"
    case .taskTemplate: "task template"
    case .value: "resource"
    }
  }

  fileprivate var remedy: String { self == .function ? "associate it with AssociateLambdaFunction" : "make it" }
}
