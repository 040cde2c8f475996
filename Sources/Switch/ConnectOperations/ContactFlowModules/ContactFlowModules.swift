import AWSWire
import ConnectAPI
import FlowLanguage
import ResourceStore
import Vocabulary

extension Kind {
  static let contactFlowModule: Kind = "contact-flow-module"
}

extension ResourceKind where Document == StoredContactFlowModule {
  static var contactFlowModule: Self {
    ResourceKind(kind: .contactFlowModule, arnWord: "flow-module", noun: "flow module") { _ in [] }
  }
}

/// A flow module as it is stored: what Describe answers, and how many versions it has had.
struct StoredContactFlowModule: Shape, Tagged {
  static let shapeName = "StoredContactFlowModule"
  var module: ContactFlowModule
  var lastVersion: Int

  init(module: ContactFlowModule) {
    self.module = module
    lastVersion = 0
  }

  init(json: JSON) throws(ShapeProblem) {
    module = try ContactFlowModule(json: json["Module"] ?? .null)
    lastVersion = json["LastVersion"]?.int ?? 0
  }

  var json: JSON { ["Module": module.json, "LastVersion": .number(lastVersion)] }

  var tags: [String: String]? {
    get { module.tags }
    set { module.tags = newValue }
  }
}

extension StoredContactFlowModule: Runnable {
  static var kind: ResourceKind<Self> { .contactFlowModule }
  static var versionKind: ResourceKind<FlowVersion> { .contactFlowModuleVersion }
  static var earlierKind: ResourceKind<FlowVersion> { .earlierModuleContent }
}

/// What the flow module operations share.
enum ContactFlowModules {
  static let searchable = Searchable<StoredContactFlowModule>(
    fields: [
      "name": { [$0.document.module.name].compactMap { $0 } },
      "description": { [$0.document.module.description].compactMap { $0 } },
      "resourceID": { [$0.id] },
    ],
    conditions: [
      "StateCondition": { $0.document.module.state?.rawValue == $1.string },
      "StatusCondition": { $0.document.module.status?.rawValue == $1.string },
    ])

  static let refusedInvocation = RefusedMember(
    "ExternalInvocationConfiguration", because: "modules cannot be invoked from outside a flow")

  /// The module as described: for a version, with its content, settings and number.
  static func described(_ stored: StoredContactFlowModule, with content: ChosenContent) -> ContactFlowModule {
    var module = stored.module
    guard let version = content.version else { return module }
    module.content = version.content
    module.flowModuleContentSha256 = FlowContent.sha256(version.content)
    module.settings = version.settings
    module.version = version.number
    module.versionDescription = version.description
    return module
  }

  /// - Throws: InvalidContactFlowModuleException with `Problems`, one for each thing that is wrong.
  static func check(_ content: String, in instance: String, _ lookup: some Lookup) throws {
    let problems = try FlowContent(text: content, type: .module).problems(in: instance, lookup)
    guard problems.isEmpty else {
      throw ConnectError(
        .invalidContactFlowModule, "The content is not a valid flow module: \(problems.prefix(3).joined(separator: " "))",
        members: ["Problems": .array(problems.map { ["message": .string(String($0.prefix(256)))] })])
    }
  }
}
