/// Calls that come in, up to their answer.
extension SIPEndpoint {
  mutating func invited(_ id: TransactionID, _ request: SIPRequest, _ flow: SIPFlow) throws(SIPProblem) {
    let account = isTrunk(flow) ? nil : authenticate(id, request, flow)
    guard isTrunk(flow) || account != nil else { return }
    // A user calls in its own name alone.
    if let account, request.from.uri.user.map({ SIPURI.plain($0) }) != account { return respond(id, 403, to: request, flow) }
    guard calls.count < EndpointLimits.callsMax else { return respond(id, 503, to: request, flow) }
    let replaced = try request.message.replaces().map { self.replaced(by: $0) }
    if let replaced, replaced == nil { return respond(id, 481, to: request, flow) }
    guard let timer = try agreedTimer(id, request, flow) else { return }
    let tag = identifier()
    var call = newCall(callID: request.callID, tag: tag, .incoming, flow)
    call.dialog = try Dialog(invitedBy: request, localTag: tag)
    call.pending = Call.Pending(transaction: id, request: request, flow: flow)
    if !request.via.host.elementsEqual(flow.host.utf8) { call.hiddenHost = request.via.host.sipText }
    (call.timer, call.timerAnswer) = timer
    if !request.body.isEmpty { _ = call.session.receivedInRequest() }
    call.allowsUpdate = request.message.list(of: .allow).contains { $0.elementsEqual("UPDATE".utf8) }
    served[id] = call.id
    keep(call)
    tell(
      call.id, .incoming(IncomingCall(request: request, flow: flow, account: account, replaces: replaced ?? nil)))
  }

  /// The call that a Replaces means, by its dialog as it is now.
  private func replaced(by replaces: Replaces) -> SIPCallID? {
    guard let id = callsByKey[CallKey(callID: replaces.callID, localTag: replaces.toTag)], let call = calls[id],
      call.dialog?.id == DialogID(replaces), !replaces.isEarlyOnly || call.phase == .outgoing || call.phase == .incoming
    else { return nil }
    return id
  }

  /// Nil where a 422 was sent.
  mutating func agreedTimer(
    _ id: TransactionID, _ request: SIPRequest, _ flow: SIPFlow
  ) throws(SIPProblem) -> (SessionTimer, SessionExpires)? {
    switch try SessionTimer.negotiate(request, settings.sessionTimer) {
    case .agreed(let timer, let answer): return (timer, answer)
    case .tooSmall(let minimumSeconds):
      respond(id, 422, to: request, flow) { $0.field(.minSE, "\(minimumSeconds)") }
      return nil
    }
  }

  // MARK: The book of calls

  mutating func newCall(callID: some Collection<UInt8>, tag: String, _ phase: Call.Phase, _ flow: SIPFlow) -> Call {
    lastCall += 1
    return Call(
      id: SIPCallID(number: lastCall), key: CallKey(callID: callID, localTag: Array(tag.utf8)), localTag: tag, phase: phase,
      flow: flow, intervalAsked: settings.sessionTimer.seconds)
  }

  mutating func keep(_ call: Call) {
    calls[call.id] = call
    callsByKey[call.key] = call.id
  }

  mutating func tell(_ id: SIPCallID, _ notice: CallNotice) { effects.append(.tell(id, notice)) }

  /// Ends a call for the application; what the wire still needs, transactions remember.
  mutating func end(_ id: SIPCallID, _ ending: CallEnding) {
    guard let call = calls.removeValue(forKey: id) else { return }
    callsByKey[call.key] = nil
    let transfer = call.transfer.flatMap { $0.isAccepted ? nil : $0.request }
    for pending in [call.pending, transfer].compactMap({ $0 }) {
      respond(pending.transaction, 487, to: pending.request, pending.flow, tag: call.localTag)
    }
    tell(id, .ended(ending))
  }

  // MARK: CANCEL and ACK

  mutating func cancelled(_ id: TransactionID, _ request: SIPRequest, _ flow: SIPFlow, _ invite: TransactionID?) {
    guard let invite else { return respond(id, 481, to: request, flow) }
    respond(id, 200, to: request, flow)
    guard let callID = served[invite], let call = calls[callID], call.pending?.transaction == invite else { return }
    if call.phase == .incoming { return end(call.id, .cancelled) }
    refuseOffer(of: call.id, status: 487)
  }

  mutating func acknowledged(_ request: SIPRequest) {
    guard let id = call(of: request), var call = calls[id], let answer = call.answer, answer.number == request.cSeqNumber
    else { return }
    call.answer = nil
    let isFirst = call.phase == .answered
    let wasReleasing = call.phase == .releasing
    if isFirst { call.phase = .established }
    var description: [UInt8] = []
    if call.session.hasLocalOffer, !request.body.isEmpty, call.session.receivedInReply() == .answer {
      description = Array(request.body)
    }
    calls[id] = call
    if wasReleasing { return sendBye(of: id, .released) }
    if isFirst {
      tell(id, .acknowledged(description: description))
    } else if !description.isEmpty {
      tell(id, .offerAnswered(description: description))
    }
  }
}
