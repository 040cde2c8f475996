public import Vocabulary

/// A checked flow: every transition leads to an action that is there. What makes one is `FlowReader`.
public struct Flow: Sendable, Hashable {
  public let type: FlowType
  public let actions: [FlowAction]
  /// The index of the first action.
  public let start: Int

  package init(type: FlowType, actions: [FlowAction], start: Int) {
    self.type = type
    self.actions = actions
    self.start = start
  }

  /// The index of the action of that identifier.
  public func index(of identifier: String) -> Int? { actions.firstIndex { $0.identifier == identifier } }
}

/// What a flow is for: Connect's ContactFlowType, and MODULE for a flow module.
public enum FlowType: String, Sendable, Hashable, CaseIterable, Codable {
  case contactFlow = "CONTACT_FLOW"
  case customerQueue = "CUSTOMER_QUEUE"
  case customerHold = "CUSTOMER_HOLD"
  case customerWhisper = "CUSTOMER_WHISPER"
  case agentHold = "AGENT_HOLD"
  case agentWhisper = "AGENT_WHISPER"
  case outboundWhisper = "OUTBOUND_WHISPER"
  case agentTransfer = "AGENT_TRANSFER"
  case queueTransfer = "QUEUE_TRANSFER"
  case campaign = "CAMPAIGN"
  case module = "MODULE"
}

/// One action of a flow, with the indexes of the actions that may follow.
public struct FlowAction: Sendable, Hashable {
  public let identifier: String
  public let type: ActionType
  /// Empty when the text has none.
  public let parameters: JSON.Object
  public let next: Int?
  public let conditions: [FlowCondition]
  public let errors: [FlowErrorBranch]

  package init(
    identifier: String, type: ActionType, parameters: JSON.Object, next: Int?, conditions: [FlowCondition],
    errors: [FlowErrorBranch]
  ) {
    self.identifier = identifier
    self.type = type
    self.parameters = parameters
    self.next = next
    self.conditions = conditions
    self.errors = errors
  }

  /// Where an error of that type leads: its own branch, or NoMatchingError's.
  public func branch(_ error: String) -> Int? {
    (errors.first { $0.errorType == error } ?? errors.first { $0.errorType == "NoMatchingError" })?.next
  }
}

/// A branch that is taken when the result of an action meets its predicate; the first in order wins.
public struct FlowCondition: Sendable, Hashable {
  public let predicate: FlowPredicate
  public let next: Int

  package init(predicate: FlowPredicate, next: Int) {
    self.predicate = predicate
    self.next = next
  }
}

/// What a condition asks of a value. Operands are static values or may embed JSONPath.
public indirect enum FlowPredicate: Sendable, Hashable {
  case compare(FlowOperator, operands: [String])
  case all([FlowPredicate])
  case any([FlowPredicate])
  case not(FlowPredicate)
}

/// The operators of the flow language.
public enum FlowOperator: String, Sendable, Hashable, CaseIterable {
  case equals = "Equals"
  case textStartsWith = "TextStartsWith"
  case textEndsWith = "TextEndsWith"
  case textContains = "TextContains"
  case numberGreaterThan = "NumberGreaterThan"
  case numberGreaterOrEqualTo = "NumberGreaterOrEqualTo"
  case numberLessThan = "NumberLessThan"
  case numberLessOrEqualTo = "NumberLessOrEqualTo"
}

/// A branch that is taken when an action fails in that way.
public struct FlowErrorBranch: Sendable, Hashable {
  public let errorType: String
  public let next: Int

  package init(errorType: String, next: Int) {
    self.errorType = errorType
    self.next = next
  }
}
