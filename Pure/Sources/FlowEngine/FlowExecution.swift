import FlowLanguage
public import Vocabulary

/// One contact's way through a flow, and through the flows and modules that it leads to. A value: the host stores it with the
/// contact and goes on from it after a restart. It holds personal data, as the context does.
public struct FlowExecution: Sendable, Hashable, Codable {
  /// Where one flow or module stands; the last frame is the one that runs.
  struct Frame: Sendable, Hashable, Codable {
    let flowID: String
    let digest: String
    var action: String
    /// How often each Loop has gone round, by its name.
    var loops = JSON.Object()
    /// In a module's frame: what its caller gets back.
    var callersLocals: FlowLocals?
  }

  var frames: [Frame]
  /// nil before the start, and while actions run.
  var waiting: Waiting?
  var hasBegun = false
  var tokensGiven = 0
  var actionsTaken = 0

  public init(of flow: RunnableFlow) { frames = [Frame(of: flow)] }

  public var isFinished: Bool { frames.isEmpty }

  /// Whether the effect of that token still needs its answer.
  public func awaits(_ token: Int) -> Bool { waiting?.answer == token }

  /// The flow or module that the contact is in: id, for the record and the log.
  public var flowID: String? { frames.last?.flowID }

  /// Goes on as far as it can without an answer from outside. The same state, event, surroundings, time and entropy give the same
  /// effects.
  public mutating func handle(
    _ event: FlowEvent, context: inout FlowContext, in surroundings: some FlowSurroundings, at now: Moment,
    entropy: inout some Entropy, into effects: inout [FlowEffect]
  ) {
    guard let frame = frames.last else { return }
    let flow = surroundings.content(id: frame.flowID, digest: frame.digest)
    guard let flow, let index = flow.flow.index(of: frame.action) else {
      effects += FlowLog.failure("the content that this execution began with is gone", in: frame, of: context, at: now)
      effects.append(.finish(.failed))
      frames = []
      return
    }
    var run = ActionRun(
      execution: self, context: context, flow: flow, index: index, surroundings: surroundings, now: now,
      entropy: SeededEntropy(seed: entropy.next()))
    run.handle(event)
    self = run.execution
    context = run.context
    effects += run.effects
  }
}

extension FlowExecution.Frame {
  /// At the first action of the flow.
  init(of flow: RunnableFlow) {
    self.init(flowID: flow.id, digest: flow.digest, action: flow.flow.actions[flow.flow.start].identifier)
  }
}
