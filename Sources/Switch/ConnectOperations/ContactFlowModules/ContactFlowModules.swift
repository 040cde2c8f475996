import ConnectAPI
import FlowLanguage
import ResourceStore
import Vocabulary

extension Kind {
  static let contactFlowModule: Kind = "contact-flow-module"
}

extension ResourceKind where Document == ContactFlowModule {
  static var contactFlowModule: Self {
    ResourceKind(kind: .contactFlowModule, arnWord: "flow-module", noun: "flow module") { _ in [] }
  }
}

/// What the flow module operations share.
enum ContactFlowModules {
  static let searchable = Searchable<ContactFlowModule>(
    fields: [
      "name": { [$0.document.name].compactMap { $0 } },
      "description": { [$0.document.description].compactMap { $0 } },
      "resourceID": { [$0.id] },
    ],
    conditions: [
      "StateCondition": { $0.document.state?.rawValue == $1.string },
      "StatusCondition": { $0.document.status?.rawValue == $1.string },
    ])

  static let refusedInvocation = RefusedMember(
    "ExternalInvocationConfiguration", because: "modules cannot be invoked from outside a flow")

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
