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
    SHA256.hash(data: Array(content.utf8)).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  /// What is wrong with it, in the order of its text: with the language, then with what it names. Empty for one that can run.
  func problems(in instance: String, _ lookup: some Lookup) throws -> [String] {
    switch FlowReader.read(text, as: type) {
    case .failure(let found): return found.problems.map(\.description)
    case .success(let flow): return try flow.references.compactMap { try problem($0, in: instance, lookup) }
    }
  }

  private func problem(_ reference: FlowReference, in instance: String, _ lookup: some Lookup) throws -> String? {
    let place = "Action \(reference.action), \(reference.path)"
    if reference.isMark {
      return "\(place): \(reference.text) is a mark of a template; put the id or ARN of a \(reference.kind.noun) in its place."
    }
    guard let kind = reference.kind.record, try !isThere(reference.text, kind, in: instance, lookup) else { return nil }
    return "\(place): there is no \(reference.kind.noun) \(reference.text) in this instance; make it, or name another."
  }

  /// By id, or by the whole ARN; a flow's or module's may end in a version.
  private func isThere(_ text: String, _ kind: Kind, in instance: String, _ lookup: some Lookup) throws -> Bool {
    let name = ContactFlowName(text)
    let id = identifier(name.id)
    let plain = String(id.split(separator: ":").first ?? "")
    for candidate in [id, plain] {
      guard let record = try lookup.reader.record(kind, candidate), record.scope == instance else { continue }
      if ARN(text) == nil || text.hasPrefix(record.arn) || kind == .agent { return true }
    }
    return try kind == .queue && isThere(text, .agent, in: instance, lookup)
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
    case .function, .bot, .view, .taskTemplate, .value: nil
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
}
