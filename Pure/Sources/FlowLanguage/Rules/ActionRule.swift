import Vocabulary

/// What the flow language asks of one type of action.
struct ActionRule: Sendable {
  /// Which conditions its transitions may have.
  enum Conditions: Sendable {
    case none
    case any
    /// Equals with one of these operands; `required` of them must all be there.
    case values([String], required: Bool)
  }

  /// Which error branches its transitions may have.
  enum Errors: Sendable {
    /// The service refuses every one.
    case refused
    /// These must be there, these may; where `isOpen`, others too.
    case branches(required: [String], allowed: [String], isOpen: Bool)
  }

  var parameters: [ParameterRule] = []
  /// Of each group one member at most; where `isRequired`, exactly one.
  var choices: [(members: [String], isRequired: Bool)] = []
  var conditions = Conditions.none
  var errors = Errors.branches(required: [], allowed: ["NoMatchingError"], isOpen: true)
  var isTerminal = false
  /// nil for all types of flow.
  var flowTypes: Set<FlowType>?
  var channels: [ContactChannel] = ContactChannel.allCases
  /// Error branches that depend on the parameters, beside those of `errors`.
  var furtherErrors: @Sendable (JSON.Object) -> [String] = { _ in [] }
  var references: @Sendable (JSON.Object) -> [(FlowReference.Kind, String, String)] = { _ in [] }
}

/// One parameter of an action.
struct ParameterRule: Sendable {
  enum Form: Sendable {
    /// Fixed, a path, or text with paths.
    case text
    case oneOf([String])
    /// A whole number, as a number or as text.
    case whole(ClosedRange<Int>)
    case path
    case object
    case list
    case flag
  }

  let name: String
  let form: Form
  var isRequired = false

  static func text(_ name: String) -> Self { Self(name: name, form: .text) }
  static func oneOf(_ name: String, _ values: String...) -> Self { Self(name: name, form: .oneOf(values)) }
  static func whole(_ name: String, _ range: ClosedRange<Int>) -> Self { Self(name: name, form: .whole(range)) }
  static func path(_ name: String) -> Self { Self(name: name, form: .path) }
  static func object(_ name: String) -> Self { Self(name: name, form: .object) }
  static func list(_ name: String) -> Self { Self(name: name, form: .list) }
  static func flag(_ name: String) -> Self { Self(name: name, form: .flag) }

  var required: Self {
    var rule = self
    rule.isRequired = true
    return rule
  }
}

/// The rule of every type of action. To add a type is to add its case, its line in a catalogue here, and its rule.
enum ActionRules {
  private static let all: [ActionType: ActionRule] =
    participant.merging(contact) { $1 }.merging(flowControl) { $1 }.merging(interaction) { $1 }

  /// A type that has no rule of its own is read as it is.
  static func rule(of type: ActionType) -> ActionRule { all[type] ?? ActionRule() }

  static let none = ActionRule.Errors.branches(required: [], allowed: [], isOpen: false)
  static let mayFail = ActionRule.Errors.branches(required: [], allowed: ["NoMatchingError"], isOpen: true)
  static func mustHave(_ errors: String..., or allowed: [String] = []) -> ActionRule.Errors {
    .branches(required: errors, allowed: allowed, isOpen: true)
  }

  static let inbound: Set<FlowType> = [.contactFlow, .agentTransfer, .queueTransfer, .customerQueue, .module, .campaign]
  static let transfer: Set<FlowType> = [.contactFlow, .agentTransfer, .queueTransfer, .module, .campaign]
  static let speaking: Set<FlowType> = inbound.union([.customerWhisper, .agentWhisper, .outboundWhisper])

  /// A reference in a member that is a text.
  static func named(_ kind: FlowReference.Kind, _ path: String)
    -> @Sendable (JSON.Object) -> [(FlowReference.Kind, String, String)]
  {
    let steps = path.split(separator: ".").map(String.init)
    return { parameters in
      let value = steps.dropFirst().reduce(parameters[steps[0]]) { $0?[$1] }
      return value?.string.map { [(kind, path, $0)] } ?? []
    }
  }

  static func named(
    _ rules: [@Sendable (JSON.Object) -> [(FlowReference.Kind, String, String)]]
  ) -> @Sendable (JSON.Object) -> [(FlowReference.Kind, String, String)] {
    { parameters in rules.flatMap { $0(parameters) } }
  }
}
