import FlowLanguage
import Vocabulary

/// What the action that runs may read, change and ask for. It lives as long as one event is handled.
struct ActionRun {
  var execution: FlowExecution
  var context: FlowContext
  var effects: [FlowEffect] = []
  var flow: RunnableFlow
  var action: FlowAction
  let surroundings: any FlowSurroundings
  let now: Moment
  var entropy: SeededEntropy
  /// What the flow log says of how the action went.
  var result: JSON?

  init(
    execution: FlowExecution, context: FlowContext, flow: RunnableFlow, index: Int, surroundings: any FlowSurroundings,
    now: Moment, entropy: SeededEntropy
  ) {
    self.execution = execution
    self.context = context
    self.flow = flow
    action = flow.flow.actions[index]
    self.surroundings = surroundings
    self.now = now
    self.entropy = entropy
  }

  var identifier: String { action.identifier }

  /// Asks the host for something and waits for its answer.
  mutating func ask(_ effect: (_ token: Int) -> FlowEffect) -> Step {
    let token = nextToken()
    expect { $0.answer = token }
    effects.append(effect(token))
    return .wait
  }

  /// Says or writes to the contact's participant, and waits until that is done.
  mutating func present(_ presentations: [Presentation], isRepeated: Bool = false) -> Step {
    expect { $0.isPresenting = true }
    return ask { [audience] in .present(token: $0, presentations, to: audience, isRepeated: isRepeated) }
  }

  /// Asks for keys, and waits for them.
  mutating func askInput(_ request: InputRequest) -> Step {
    expect { $0.isPresenting = true }
    return ask { .askInput(token: $0, request) }
  }

  /// Starts the one timer that an action may have; it is cancelled when the action is left.
  mutating func startTimer(seconds: Int) {
    let token = nextToken()
    expect { $0.timer = token }
    effects.append(.startTimer(token: token, seconds: seconds))
  }

  /// Takes back what the action has under way: what is being said, and its timer.
  mutating func withdraw() {
    guard let waiting = execution.waiting else { return }
    if waiting.isPresenting { effects.append(.stopPresenting) }
    if let timer = waiting.timer { effects.append(.cancelTimer(token: timer)) }
    execution.waiting = nil
  }

  /// Waits for what comes without being asked for: a message, an event of a participant, the timer.
  mutating func expectEvents() -> Step {
    expect { $0.answer = nil }
    return .wait
  }

  /// Who hears a flow: hold and whisper flows of an agent speak to the agent, all others to the customer.
  private var audience: Audience {
    switch flow.flow.type {
    case .agentHold, .agentWhisper: .agent
    default: .customer
    }
  }

  private mutating func expect(_ change: (inout Waiting) -> Void) {
    var waiting = execution.waiting ?? Waiting()
    change(&waiting)
    execution.waiting = waiting
  }

  private mutating func nextToken() -> Int {
    execution.tokensGiven += 1
    return execution.tokensGiven
  }
}
