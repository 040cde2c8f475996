import FlowEngine
import Vocabulary

/// One contact on its way.
struct Walk {
  private var execution: FlowExecution
  private var context: FlowContext
  private var entropy = SeededEntropy(seed: 1)
  private var effects: [FlowEffect] = []

  init(_ flow: RunnableFlow, isLogging: Bool) {
    execution = FlowExecution(of: flow)
    context = FlowContext(
      contactID: "c1", initialContactID: "c1", previousContactID: nil, instanceID: "i", instanceARN: "arn:i", region: "eu-west-2",
      channel: .voice, initiationMethod: "INBOUND", languageCode: "en-GB")
    context.customerEndpoint = Endpoint(type: "TELEPHONE_NUMBER", address: "+441632960123")
    context.isFlowLoggingEnabled = isLogging
  }

  /// Answers whatever is asked until the flow is over.
  mutating func toTheEnd(in surroundings: BenchSurroundings, isStored: Bool) throws {
    send(.started, in: surroundings)
    while !execution.isFinished {
      guard let event = effects.lazy.compactMap(Self.answer).first else { throw BenchProblem.stuck }
      if isStored { try store() }
      send(event, in: surroundings)
    }
    guard effects.contains(.finish(.enqueued)) else { throw BenchProblem.anotherEnd }
  }

  /// How many actions a contact takes, by the flow log: an action that waited has a second entry after its first.
  func actions(in surroundings: BenchSurroundings) -> Int {
    var (walk, log) = (self, [String]())
    walk.send(.started, in: surroundings)
    while true {
      log += walk.effects.compactMap { if case .log(let entry) = $0 { entry.json["Identifier"]?.string } else { nil } }
      guard let event = walk.effects.lazy.compactMap(Self.answer).first else { break }
      walk.send(event, in: surroundings)
    }
    return log.indices.count { $0 == 0 || log[$0] != log[$0 - 1] }
  }

  private mutating func send(_ event: FlowEvent, in surroundings: BenchSurroundings) {
    effects.removeAll(keepingCapacity: true)
    execution.handle(
      event, context: &context, in: surroundings, at: Moment(seconds: 1_700_000_000), entropy: &entropy, into: &effects)
  }

  private mutating func store() throws {
    execution = try JSON.parse(JSON(encoding: execution).bytes).decoded(as: FlowExecution.self)
    context = try JSON.parse(JSON(encoding: context).bytes).decoded(as: FlowContext.self)
  }

  private static func answer(_ effect: FlowEffect) -> FlowEvent? {
    switch effect {
    case .present(let token, _, _, _): .presented(token: token)
    case .askInput(let token, _): .inputReceived(token: token, digits: "1")
    case .invokeFunction(let token, _): .functionAnswered(token: token, .answered(["tier": "gold", "name": "Zoë"]))
    case .enqueue(let token, _): .enqueued(token: token)
    default: nil
    }
  }
}

enum BenchProblem: Error {
  case stuck
  case anotherEnd
}
