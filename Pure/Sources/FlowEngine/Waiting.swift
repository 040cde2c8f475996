/// What the current action waits for.
struct Waiting: Sendable, Hashable, Codable {
  /// The token of the effect whose answer it needs.
  var answer: Int?
  var timer: Int?
  /// Something is being said, or asked; it is to be stopped when the action is left.
  var isPresenting = false

  /// Whether the event answers what was asked; one without a token is for the action to judge.
  func accepts(_ event: FlowEvent) -> Bool {
    if case .timerFired(let token) = event { return token == timer }
    return event.token.map { $0 == answer } ?? true
  }

  /// Notes what the event has ended by itself.
  mutating func note(_ event: FlowEvent) {
    switch event {
    case .timerFired: timer = nil
    case .presented, .presentationFailed, .inputReceived, .inputTimedOut: isPresenting = false
    default: break
    }
  }
}

extension FlowEvent {
  /// The token of the effect that it answers.
  var token: Int? {
    switch self {
    case .presented(let token), .presentationFailed(let token), .inputReceived(let token, _), .inputTimedOut(let token),
      .functionAnswered(let token, _), .botAnswered(let token, _), .viewAnswered(let token, _, _), .timerFired(let token),
      .enqueued(let token), .enqueueRefused(let token, _), .created(let token, _), .creationFailed(let token),
      .dialled(let token, _), .encrypted(let token, _):
      token
    case .started, .messageReceived, .participantEvent, .interrupted: nil
    }
  }
}
