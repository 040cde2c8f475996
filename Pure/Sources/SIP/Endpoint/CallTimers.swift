/// What time brings to calls.
extension SIPEndpoint {
  mutating func startTimer(_ timer: EndpointTimer.Call, of call: Call, milliseconds: Int) {
    effects.append(.startTimer(.call(call.id, timer, generation: call.generation), milliseconds: milliseconds))
  }

  /// The session begins or was refreshed: the older timer is none any more.
  mutating func startSession(_ call: inout Call) {
    guard let timer = call.timer else { return }
    call.sessionGeneration += 1
    let seconds: UInt32
    switch timer.duty {
    case .refresh(let after), .end(let after): seconds = after
    }
    let generation = call.sessionGeneration
    effects.append(.startTimer(.call(call.id, .session, generation: generation), milliseconds: Int(seconds) * 1_000))
  }

  mutating func fired(_ timer: EndpointTimer.Call, of id: SIPCallID, _ generation: Int) {
    guard let call = calls[id] else { return }
    switch timer {
    case .answerAgain: answerAgain(call)
    case .attempt: if generation == call.generation, !call.hasProvisional, call.invite != nil { tryNextTarget(call) }
    case .session: if generation == call.sessionGeneration { sessionDue(call) }
    case .transfer: transferTimedOut(call, generation)
    case .farewell: if call.phase == .releasing { sendBye(of: id, .released) }
    }
  }

  /// The 2xx goes out again twice as late each time, 4 s at most, and the call ends when it was never acknowledged.
  private mutating func answerAgain(_ held: Call) {
    var call = held
    guard var answer = call.answer else { return }
    answer.elapsed += answer.interval
    guard answer.elapsed < TransactionTime.timeout else {
      calls[call.id]?.answer = nil
      return sendBye(of: call.id, .notAcknowledged)
    }
    answer.interval = min(answer.interval * 2, TransactionTime.t2, TransactionTime.timeout - answer.elapsed)
    call.answer = answer
    calls[call.id] = call
    startTimer(.answerAgain, of: call, milliseconds: answer.interval)
    transact { $0.respond(answer.transaction, answer.octets, status: 200, into: &$1) }
  }

  /// A target is passed over where there is another; the last has the whole time of its transaction.
  private mutating func tryNextTarget(_ call: Call) {
    guard call.phase == .outgoing, let order = call.order, call.nextFlow < order.flows.count else { return }
    noteDown(call.flow)
    tryNext(call.id, else: .timedOut)
  }

  private mutating func sessionDue(_ held: Call) {
    guard let timer = held.timer, held.phase == .established else { return }
    guard timer.isRefresher else { return sendBye(of: held.id, .sessionExpired) }
    var call = held
    guard call.invite == nil else { return startSession(&call) }
    if call.allowsUpdate { reinvite(&call, [], isRefresh: true) } else { tell(call.id, .refreshDue) }
  }
}
