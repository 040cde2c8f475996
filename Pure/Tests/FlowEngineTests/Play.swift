import FlowEngine
import FlowLanguage
import Testing
import Vocabulary

/// One execution and all that happened to it. It is written as JSON and read again after each event, as by a host that restarts.
struct Play {
  var execution: FlowExecution
  var context: FlowContext
  var surroundings: TestSurroundings
  var effects: [FlowEffect] = []
  var entropy = SeededEntropy(seed: 1)
  /// Whether it is written and read between events.
  var isStored = true
  var now = Moment(seconds: 1_700_000_000)

  init(_ flow: RunnableFlow, in surroundings: TestSurroundings = .init(), _ context: FlowContext = .test(on: .voice)) {
    self.surroundings = surroundings
    self.surroundings.flows[flow.id] = flow
    self.context = context
    execution = FlowExecution(of: flow)
  }

  /// The effects of this event alone.
  @discardableResult
  mutating func send(_ event: FlowEvent) -> [FlowEffect] {
    var new: [FlowEffect] = []
    execution.handle(event, context: &context, in: surroundings, at: now, entropy: &entropy, into: &new)
    effects += new
    guard isStored else { return new }
    execution = restored(execution)
    context = restored(context)
    return new
  }

  private func restored<Value: Codable & Equatable>(_ value: Value) -> Value {
    do {
      let json = try JSON.parse(JSON(encoding: value).bytes)
      let restored = try json.decoded(as: Value.self)
      #expect(restored == value)
      return restored
    } catch {
      Issue.record(error)
      return value
    }
  }

  /// The token of the last effect that carries one, timers apart.
  var token: Int { effects.last { $0.token != nil }?.token ?? -1 }
  var timer: Int { effects.compactMap { if case .startTimer(let token, _) = $0 { token } else { nil } }.last ?? -1 }
  var ending: FlowEnding? { effects.compactMap { if case .finish(let ending) = $0 { ending } else { nil } }.last }
  var log: [JSON] { effects.compactMap { if case .log(let entry) = $0 { entry.json } else { nil } } }
  /// The branch that an action under test took.
  var took: String? { context.attributes["took"]?.string }
}

extension Play {
  /// One action with a branch for each condition and error, each of which notes that it was taken.
  static func of(
    _ type: ActionType, _ parameters: JSON = [:], conditions: [String] = [], predicates: [(FlowPredicate, String)] = [],
    errors: [String] = ["NoMatchingError"], hasNext: Bool = true, in surroundings: TestSurroundings = .init(),
    with context: FlowContext = .test(on: .voice)
  ) -> Play {
    let cases = conditions.map { (FlowPredicate.compare(.equals, operands: [$0]), $0) } + predicates
    let names = (hasNext ? ["next"] : []) + cases.map(\.1) + errors
    let tested = Act(
      id: "tested", type: type, parameters: parameters, next: hasNext ? "next" : nil, conditions: cases,
      errors: errors.map { ($0, $0) })
    let notes = names.map {
      Act(id: $0, type: .updateContactAttributes, parameters: ["Attributes": ["took": .string($0)]], next: "end")
    }
    var play = Play(RunnableFlow("f", [tested] + notes + [Act(id: "end", type: .endFlowExecution)]), in: surroundings, context)
    play.send(.started)
    return play
  }

  /// The same, gone on with an event that is made of the awaited token.
  func after(_ event: (Int) -> FlowEvent) -> Play {
    var play = self
    play.send(event(token))
    return play
  }
}

extension FlowEffect {
  var token: Int? {
    switch self {
    case .present(let token, _, _, _), .askInput(let token, _), .invokeFunction(let token, _), .converse(let token, _),
      .showView(let token, _), .enqueue(let token, _), .createTask(let token, _), .createCallback(let token, _),
      .dialThirdParty(let token, _), .completeOutboundCall(let token, _), .encrypt(let token, _, _, _):
      token
    default: nil
    }
  }
}
