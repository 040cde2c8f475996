public import Vocabulary

/// The older form of an exported flow, `{"modules": [...], "start": ...}`, which the designer wrote before the flow language.
public enum ModulesExport {
  /// Whether a text is of that form.
  public static func isOne(_ json: JSON) -> Bool { json["modules"]?.array != nil }

  /// The type that an export says it has, of either form.
  public static func type(_ json: JSON) -> FlowType? {
    (json["type"] ?? (json["metadata"] ?? json["Metadata"])?["type"])?.string.flatMap { types[$0] }
  }

  /// The name that an export says it has, of either form.
  public static func name(_ json: JSON) -> String? { (json["metadata"] ?? json["Metadata"])?["name"]?.string }

  /// The same flow in the flow language, or every block that has no counterpart there. What it names keeps its name in
  /// `Metadata.ActionMetadata`, as the designer writes it.
  public static func converted(_ json: JSON) -> Result<JSON, FlowProblems> {
    var problems: [FlowProblem] = []
    var actions: [JSON] = []
    var names: [(String, JSON)] = []
    for (index, module) in (json["modules"]?.array ?? []).prefix(FlowReader.actionsMax + 1).enumerated() {
      do {
        let action = try ModuleBlock(module, at: "$.modules[\(index)]").converted()
        actions.append(action.json)
        names.append((action.identifier, ["parameters": action.names]))
      } catch {
        problems.append(error)
      }
    }
    guard problems.isEmpty else { return .failure(FlowProblems(problems)) }
    return .success([
      "Version": .string(FlowReader.version), "StartAction": json["start"] ?? .null,
      "Metadata": ["name": json["metadata"]?["name"] ?? .null, "ActionMetadata": .object(names)], "Actions": .array(actions),
    ])
  }

  private static let types: [String: FlowType] = [
    "contactFlow": .contactFlow, "customerQueue": .customerQueue, "customerHold": .customerHold,
    "customerWhisper": .customerWhisper, "agentHold": .agentHold, "agentWhisper": .agentWhisper,
    "outboundWhisper": .outboundWhisper, "agentTransfer": .agentTransfer, "queueTransfer": .queueTransfer,
  ]
}

/// An action that a block became.
struct ConvertedAction {
  let identifier: String
  let json: JSON
  /// The names of what its parameters name, by parameter.
  let names: JSON
}
