import FlowLanguage
import Vocabulary

extension ActionRun {
  /// Lets the current action have the event, and goes on from there.
  mutating func handle(_ event: FlowEvent) {
    switch event {
    case .interrupted: end(.interrupted)
    case .started where !execution.hasBegun:
      execution.hasBegun = true
      advance(with: begin())
    default:
      if let step = resume(event) { advance(with: step) }
    }
  }

  private mutating func resume(_ event: FlowEvent) -> Step? {
    guard let waiting = execution.waiting, waiting.accepts(event) else { return nil }
    execution.waiting?.note(event)
    guard let step = ActionCatalogue.behaviour(of: action.type).resume(event, &self) else {
      execution.waiting = waiting
      return nil
    }
    logResult(of: step)
    return step
  }

  /// Runs actions until one waits or the execution is over.
  private mutating func advance(with first: Step) {
    var step = first
    var actions = 0
    while follow(step) {
      actions += 1
      guard actions <= FlowBounds.actionsWithoutWaitMax, execution.actionsTaken < FlowBounds.actionsMax else {
        fail("the flow ran too many actions")
        return
      }
      step = begin()
    }
  }

  private mutating func begin() -> Step {
    execution.actionsTaken += 1
    result = nil
    let behaviour = ActionCatalogue.behaviour(of: action.type)
    let place = effects.count
    let loggedBefore = context.isFlowLoggingEnabled ? behaviour.logged(self) : nil
    let step = behaviour.channels.contains(context.channel) ? behaviour.begin(&self) : channelMismatch
    if let logged = loggedBefore ?? (context.isFlowLoggingEnabled ? behaviour.logged(self) : nil) {
      effects.insert(contentsOf: logEntries(logged, result: result(of: step)), at: place)
    }
    return step
  }

  private var channelMismatch: Step { .failure("not on the channel \(context.channel.rawValue)") }

  /// Moves to where the step leads; false when the execution waits or is over.
  private mutating func follow(_ step: Step) -> Bool {
    if case .wait = step { return false }
    withdraw()
    switch step {
    case .wait: return false
    case .next: return action.next.map { move(to: $0) } ?? end(.completed)
    case .condition(let value): return move(along: value)
    case .error(let type, let reason):
      guard let next = action.branch(type) else { return fail("no branch for \(type): \(reason)") }
      return move(to: next)
    case .end(let ending): return end(ending)
    case .enter(let flow): return enter(flow)
    case .call(let module): return call(module)
    case .returnToCaller: return returnToCaller()
    }
  }

  private mutating func move(to index: Int) -> Bool {
    action = flow.flow.actions[index]
    execution.frames[execution.frames.count - 1].action = action.identifier
    return true
  }

  private mutating func move(along value: String?) -> Bool {
    let met = value.flatMap { value in action.conditions.first { holds($0.predicate, for: value) } }
    if let met { return move(to: met.next) }
    let unmatched = action.errors.first { $0.errorType == "NoMatchingCondition" }?.next ?? action.next
    guard let next = unmatched ?? action.branch("NoMatchingCondition") else { return fail("no condition matches") }
    return move(to: next)
  }

  private mutating func enter(_ flow: RunnableFlow) -> Bool {
    execution.frames = [FlowExecution.Frame(of: flow)]
    context.flowAttributes = .init()
    return stand(in: flow, at: flow.flow.start)
  }

  private mutating func call(_ module: RunnableFlow) -> Bool {
    var frame = FlowExecution.Frame(of: module)
    frame.callersLocals = context.locals
    execution.frames.append(frame)
    context.locals = FlowLocals()
    return stand(in: module, at: module.flow.start)
  }

  private mutating func returnToCaller() -> Bool {
    guard let module = execution.frames.popLast(), let caller = execution.frames.last else { return end(.completed) }
    guard let flow = surroundings.content(id: caller.flowID, digest: caller.digest),
      let index = flow.flow.index(of: caller.action)
    else { return fail("the content that invoked this module is gone") }
    if let locals = module.callersLocals { context.locals = locals }
    _ = stand(in: flow, at: index)
    return follow(.next)
  }

  private mutating func stand(in flow: RunnableFlow, at index: Int) -> Bool {
    self.flow = flow
    action = flow.flow.actions[index]
    return true
  }

  @discardableResult
  private mutating func end(_ ending: FlowEnding) -> Bool {
    withdraw()
    execution.frames = []
    effects.append(.finish(ending))
    return false
  }

  @discardableResult
  private mutating func fail(_ reason: String) -> Bool {
    logFailure(reason)
    return end(.failed)
  }
}
