import Vocabulary

/// Requests of a peer's within a call.
extension SIPEndpoint {
  mutating func serveWithinDialog(_ id: TransactionID, _ request: SIPRequest, _ flow: SIPFlow) throws(SIPProblem) {
    guard let callID = call(of: request), var call = calls[callID], var dialog = call.dialog, dialog.id == DialogID(request)
    else { return respond(id, 481, to: request, flow) }
    guard dialog.takeNumber(of: request) else { return respond(id, 500, to: request, flow) }
    // A REFER that is refused changes nothing, not even where the peer is.
    if request.method == .refer { return try referred(id, request, flow, call) }
    if [.invite, .update, .notify].contains(request.method) { try dialog.refreshTarget(from: request.message) }
    call.dialog = dialog
    call.flow = flow
    calls[callID] = call
    switch request.method {
    case .bye:
      respond(id, 200, to: request, flow)
      end(callID, .hungUp)
    case .invite, .update: try offered(id, request, flow, call)
    case .notify: try notified(id, request, flow, call)
    case .info:
      respond(id, 200, to: request, flow)
      let type = request.message.value(of: .contentType) ?? []
      tell(callID, .infoReceived(type: Array(type), Array(request.body)))
    case .options: respond(id, 200, to: request, flow) { [settings] in $0.field(.allow, settings.rules.allowText) }
    default: respond(id, 405, to: request, flow) { [settings] in $0.field(.allow, settings.rules.allowText) }
    }
  }

  /// A re-INVITE or UPDATE (RFC 3261 section 14.2, RFC 3311 section 5.2).
  private mutating func offered(
    _ id: TransactionID, _ request: SIPRequest, _ flow: SIPFlow, _ held: Call
  ) throws(SIPProblem) {
    var call = held
    guard call.pending == nil, call.phase == .established || request.method == .update else {
      return refuseForNow(id, request, flow)
    }
    if request.method == .invite, call.invite != nil { return respond(id, 491, to: request, flow) }
    guard let timer = try agreedTimer(id, request, flow) else { return }
    let pending = Call.Pending(transaction: id, request: request, flow: flow)
    let wasAgreed = call.session.isAgreed
    if !request.body.isEmpty {
      switch call.session.receivedInRequest() {
      case .glare: return respond(id, 491, to: request, flow)
      case .tooEarly: return refuseForNow(id, request, flow)
      case .offer, .answer: call.wasAgreed = wasAgreed
      }
    } else if request.method == .update {
      // Nothing but a refresh.
      (call.timer, call.timerAnswer) = timer
      return accept(pending, &call, [])
    }
    (call.timer, call.timerAnswer) = timer
    call.pending = pending
    served[id] = call.id
    calls[call.id] = call
    tell(call.id, .offered(description: Array(request.body)))
  }

  private mutating func refuseForNow(_ id: TransactionID, _ request: SIPRequest, _ flow: SIPFlow) {
    let seconds = entropy.next() % 10
    respond(id, 500, to: request, flow) { $0.field(.retryAfter, "\(seconds)") }
  }

  private mutating func notified(
    _ id: TransactionID, _ request: SIPRequest, _ flow: SIPFlow, _ call: Call
  ) throws(SIPProblem) {
    guard let event = try request.message.event(), event.name.isSame(ignoringCase: "refer") else {
      return respond(id, 489, to: request, flow)
    }
    respond(id, 200, to: request, flow)
    if let status = Referral.status(inFragment: request.body) { tell(call.id, .transferProgressed(status: status)) }
  }
}
