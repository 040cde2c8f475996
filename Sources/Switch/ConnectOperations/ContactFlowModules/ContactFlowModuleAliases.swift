import AWSWire
import ConnectAPI
import ResourceStore
import Vocabulary

extension Kind {
  static let contactFlowModuleAlias: Kind = "contact-flow-module-alias"
}

extension ResourceKind where Document == ContactFlowModuleAliasInfo {
  /// An alias refers to its version, so that this cannot be deleted while the alias means it.
  static var contactFlowModuleAlias: Self {
    ResourceKind(kind: .contactFlowModuleAlias, arnWord: "flow-module", noun: "flow module alias") { alias in
      guard let module = alias.contactFlowModuleId, let version = alias.version else { return [] }
      return [Reference(kind: .contactFlowModuleVersion, id: partIdentifier(String(version), of: module))]
    }
  }
}

/// What the operations of aliases share. An alias is a name for a version of a flow module: a part of the module, by its id.
enum ContactFlowModuleAliases {
  private static let validator = Validator(description: ConnectDescription.service)

  /// Aliases that begin so are kept for what they mean of every flow: `$LATEST`, `$SAVED`.
  private static let reservedPrefix = "$"

  /// The alias of a module, given its id or its name.
  static func record(_ text: String, ofModule id: String, _ reader: any ResourceReader) throws -> Record? {
    try reader.record(.contactFlowModuleAlias, partIdentifier(text, of: id))
      ?? reader.record(.contactFlowModuleAlias, named: text, in: id)
  }

  /// Names and descriptions have one form where they are described, and looser ones where they are given. A number would be taken
  /// for that of a version.
  /// - Throws: InvalidParameterException.
  static func check(_ alias: ContactFlowModuleAliasInfo, nameMember: String) throws {
    let name = alias.name ?? ""
    try check(name, "ContactFlowModuleAlias", nameMember)
    try alias.description.map { try check($0, "ContactFlowModuleDescription", "Description") }
    guard !name.hasPrefix(reservedPrefix), !name.allSatisfy(\.isNumber) else {
      throw ConnectError(
        .invalidParameter, "\(nameMember): an alias is no number, and does not begin with \(reservedPrefix), which is reserved.")
    }
  }

  private static func check(_ text: String, _ shape: String, _ member: String) throws {
    if let problem = validator.problems(of: .string(text), shape: shape).first {
      throw ConnectError(.invalidParameter, "\(member): \(problem.detail)")
    }
  }
}
