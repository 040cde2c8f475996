import Vocabulary

/// How one type of action behaves. A behaviour has no state of its own: what an action must remember stands in the execution.
protocol ActionBehaviour: Sendable {
  /// Connect's name of the block in the flow log (ContactFlowModuleType).
  var blockName: String { get }
  /// The channels on which it acts; on the others it takes its error branch.
  var channels: [ContactChannel] { get }
  /// Runs the action until it is done or waits for an answer.
  func begin(_ run: inout ActionRun) -> Step
  /// Goes on with an answer; nil for an event that the action does not wait for. The token has been matched.
  func resume(_ event: FlowEvent, _ run: inout ActionRun) -> Step?
  /// The Parameters of its entries in the flow log, one for each entry.
  func logged(_ run: ActionRun) -> [JSON]
}

extension ActionBehaviour {
  var channels: [ContactChannel] { ContactChannel.allCases }
  func resume(_ event: FlowEvent, _ run: inout ActionRun) -> Step? { nil }
  func logged(_ run: ActionRun) -> [JSON] { [run.loggedParameters] }
}

/// What an action leads to.
enum Step {
  /// On to the next action.
  case next
  /// Along the first condition that this value meets; NoMatchingCondition when there is none, or no value.
  case condition(String?)
  /// Along the branch of that error, with a reason for the flow log.
  case error(String, String)
  /// The action waits for an answer.
  case wait
  case end(FlowEnding)
  /// The contact goes over to another flow, for good.
  case enter(RunnableFlow)
  /// The contact goes through a module and comes back.
  case call(RunnableFlow)
  case returnToCaller

  /// The error that every action knows.
  static func failure(_ reason: String) -> Step { .error("NoMatchingError", reason) }
}
