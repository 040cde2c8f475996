import ConnectAPI
import ResourceStore
import Vocabulary

/// Which content of a flow or flow module is meant: what follows the colon of `ID:QUALIFIER`, where an ARN serves as the id.
enum FlowQualifier: Hashable {
  case latest
  case saved
  /// A version's number; for a module an alias's name or id too.
  case named(String)
}

/// A flow or flow module, and which content of it is meant.
struct QualifiedFlow: Hashable {
  /// The id or ARN without the qualifier.
  let flow: String
  let qualifier: FlowQualifier

  /// What names the flow as a whole, which a version does not.
  var whole: String {
    if case .named(let name) = qualifier { "\(flow):\(name)" } else { flow }
  }

  init(_ text: String) {
    // An ARN has colons of its own, all before its last slash.
    let last = text.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
    guard let colon = last.lastIndex(of: ":") else {
      (flow, qualifier) = (text, .latest)
      return
    }
    flow = String(text[..<colon])
    switch text[colon...].dropFirst() {
    case "$LATEST": qualifier = .latest
    case "$SAVED": qualifier = .saved
    case let name: qualifier = .named(String(name))
    }
  }
}

/// The content that a qualifier chooses.
struct ChosenContent {
  let text: String
  let isDraft: Bool
  /// Where it comes of a version.
  let version: FlowVersion?
}

/// Finds the content that is meant.
enum FlowContents {
  static func chosen(
    _ qualifier: FlowQualifier, of stored: StoredContactFlow, id: String, _ reader: any ResourceReader
  ) throws -> ChosenContent? {
    let published = stored.published.map { ChosenContent(text: $0, isDraft: false, version: nil) }
    switch qualifier {
    case .latest: return published
    case .saved: return stored.saved.map { ChosenContent(text: $0, isDraft: true, version: nil) } ?? published
    case .named(let name): return try version(.contactFlowVersion, name, of: id, reader)
    }
  }

  /// A module has no draft: what is saved is what is published.
  static func chosen(
    _ qualifier: FlowQualifier, of module: ContactFlowModule, id: String, _ reader: any ResourceReader
  ) throws -> ChosenContent? {
    guard case .named(let name) = qualifier else {
      return module.content.map { ChosenContent(text: $0, isDraft: false, version: nil) }
    }
    let alias = try ContactFlowModuleAliases.record(name, ofModule: id, reader)
    let number = try alias.flatMap { try ContactFlowModuleAliasInfo(json: $0.document).version }.map(String.init) ?? name
    return try version(.contactFlowModuleVersion, number, of: id, reader)
  }

  private static func version(
    _ kind: Kind, _ number: String, of id: String, _ reader: any ResourceReader
  ) throws -> ChosenContent? {
    guard let record = try reader.record(kind, partIdentifier(number, of: id)) else { return nil }
    let version = try FlowVersion(json: record.document)
    return ChosenContent(text: version.content, isDraft: false, version: version)
  }
}
