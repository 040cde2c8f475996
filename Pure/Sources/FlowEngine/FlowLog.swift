import FlowLanguage
import Vocabulary

/// Entries of the flow log, in the members that Connect writes to its log group.
enum FlowLog {
  static func entry(
    contactID: String, flowARN: String, flowName: String?, block: String, identifier: String, at now: Moment, parameters: JSON,
    result: JSON?
  ) -> FlowEffect {
    var entry = JSON.Object()
    entry["ContactId"] = .string(contactID)
    entry["ContactFlowId"] = .string(flowARN)
    entry["ContactFlowName"] = flowName.map(JSON.string)
    entry["ContactFlowModuleType"] = .string(block)
    entry["Identifier"] = .string(identifier)
    entry["Timestamp"] = .string(now.rfc3339Milliseconds)
    entry["Parameters"] = parameters
    entry["Results"] = result
    return .log(FlowLogEntry(json: JSON(.object(entry))))
  }

  /// For a flow whose content cannot be had.
  static func failure(_ reason: String, in frame: FlowExecution.Frame, of context: FlowContext, at now: Moment) -> [FlowEffect] {
    guard context.isFlowLoggingEnabled else { return [] }
    return [
      entry(
        contactID: context.contactID, flowARN: frame.flowID, flowName: nil, block: "Failure", identifier: frame.action, at: now,
        parameters: [:], result: .string(reason))
    ]
  }
}

extension ActionRun {
  /// The parameters with their values.
  var loggedParameters: JSON { evaluated(parameters, forLog: true) }

  func logEntries(_ parameters: [JSON], result: JSON?) -> [FlowEffect] {
    let block = ActionCatalogue.behaviour(of: action.type).blockName
    return parameters.map {
      FlowLog.entry(
        contactID: context.contactID, flowARN: flow.arn, flowName: flow.name, block: block, identifier: action.identifier,
        at: now, parameters: $0, result: result)
    }
  }

  /// What the log says of an action's outcome; nil for one that still waits, or has nothing to say.
  func result(of step: Step) -> JSON? {
    switch step {
    case .condition(let value): value.map(JSON.string)
    case .error(_, let reason): .string(reason)
    default: result
    }
  }

  /// The second entry of an action that waited: its outcome.
  mutating func logResult(of step: Step) {
    guard context.isFlowLoggingEnabled, let result = result(of: step) else { return }
    effects += logEntries([[:]], result: result)
    self.result = nil
  }

  mutating func logFailure(_ reason: String) {
    guard context.isFlowLoggingEnabled else { return }
    effects += logEntries([[:]], result: .string(reason))
  }
}
