public import Vocabulary

/// What the application does with a call. A command that the call's state leaves no room for does nothing.
extension SIPEndpoint {
  public mutating func perform(_ command: CallCommand, on id: SIPCallID, at now: Moment) {
    self.now = max(self.now, now)
    guard let call = calls[id] else { return }
    switch (command, call.phase) {
    case (.ring, .incoming): provisional(call, 180, [])
    case (.progress(let description), .incoming): provisional(call, 183, description)
    case (.answer(let description), .incoming): answer(call, description)
    case (.refuse(let status), .incoming): refuse(call, status: status)
    case (.hangUp, .incoming): refuse(call, status: 480)
    case (.hangUp, .outgoing): cancel(call)
    case (.hangUp, .answered): calls[id]?.phase = .releasing
    case (.hangUp, .established): release(call)
    case (.offer(let description), .established): offer(call, description)
    case (.answerOffer(let description), .established): answerOffer(call, description)
    case (.refuseOffer, .established): refuseOffer(of: id, status: 488)
    case (.transfer(let target, let dialog), .established): transfer(call, to: target, replacing: dialog)
    case (.transferProgressed(let status), .established): tellTransfer(call, status: status)
    case (.refuseTransfer(let status), .established): refuseTransfer(call, status: status)
    case (.sendInfo(let type, let body), .established): sendWithin(call, .info, body: body, type: type, for: .nothing)
    default: break
    }
  }

  // MARK: An incoming call

  private mutating func provisional(_ call: Call, _ status: Int, _ description: [UInt8]) {
    guard let pending = call.pending else { return }
    respond(pending.transaction, status, to: pending.request, pending.flow, tag: call.localTag, body: description) {
      [self] in dialogFields(of: pending, call, in: &$0)
    }
  }

  /// Record-Route as it came and our Contact: what makes a dialog of a response (RFC 3261 section 12.1.1).
  func dialogFields(of pending: Call.Pending, _ call: Call, in writer: inout MessageWriter) {
    for value in pending.request.message.values(of: .recordRoute) { writer.field(.recordRoute, value) }
    writer.field(.contact, contact(on: pending.flow))
    writer.field(.allow, settings.rules.allowText)
    writer.field(.supported, settings.rules.supportedText)
  }

  private mutating func answer(_ call: Call, _ description: [UInt8]) {
    guard let pending = call.pending else { return }
    var call = call
    guard call.session.described() else { return }
    call.pending = nil
    call.phase = .answered
    call.dialog?.confirmed()
    accept(pending, &call, description)
  }

  /// Sends the 2xx to an INVITE, and again until its ACK comes.
  mutating func accept(_ pending: Call.Pending, _ call: inout Call, _ description: [UInt8]) {
    var writer = MessageWriter(status: 200, to: pending.request.message, tag: call.localTag, flow: pending.flow)
    dialogFields(of: pending, call, in: &writer)
    if let answer = call.timerAnswer {
      writer.field(.sessionExpires, answer.text)
      if answer.refresher == .uac { writer.field(.require, "timer") }
    }
    let octets = writer.finished(body: description, type: "application/sdp")
    if pending.request.method == .invite {
      call.answer = Call.Answer(transaction: pending.transaction, octets: octets, number: pending.request.cSeqNumber)
      startTimer(.answerAgain, of: call, milliseconds: TransactionTime.t1)
    }
    startSession(&call)
    calls[call.id] = call
    transact { $0.respond(pending.transaction, octets, status: 200, into: &$1) }
  }

  private mutating func refuse(_ call: Call, status: Int) {
    guard let pending = call.pending, (300...699).contains(status) else { return }
    calls[call.id]?.pending = nil
    respond(pending.transaction, status, to: pending.request, pending.flow, tag: call.localTag)
    end(call.id, .released)
  }

  // MARK: Later offers

  private mutating func offer(_ call: Call, _ description: [UInt8]) {
    guard call.invite == nil, call.pending == nil, call.session.isStable else { return }
    var call = call
    call.wasAgreed = call.session.isAgreed
    _ = call.session.described()
    reinvite(&call, description, isRefresh: false)
  }

  /// Sends an INVITE within the dialog; without a description it asks for the session as it is to go on.
  mutating func reinvite(_ call: inout Call, _ description: [UInt8], isRefresh: Bool) {
    let branch = "z9hG4bK" + identifier()
    let flow = route(of: call)
    let begun = call.dialog?.request(isRefresh ? .update : .invite, via: via(on: flow, branch: branch))
    guard var writer = begun?.writer, let number = begun?.number else { return }
    writer.field(.contact, contact(on: flow))
    writer.field(.supported, settings.rules.supportedText)
    writer.field(.sessionExpires, SessionExpires(seconds: call.intervalAsked, refresher: call.timer == nil ? nil : .uac).text)
    let octets = writer.finished(body: description, type: "application/sdp")
    let id = send(
      octets, isRefresh ? .update : .invite, branch: branch, on: flow,
      for: .reinvite(call.id, number: number, isRefresh: isRefresh))
    call.invite = id
    calls[call.id] = call
  }

  private mutating func answerOffer(_ call: Call, _ description: [UInt8]) {
    var call = call
    // The offer of a 2xx to an INVITE of ours is answered in its ACK.
    if call.pending == nil, call.session.hasRemoteOffer {
      guard call.session.described() else { return }
      return acknowledgeOffer(call, description)
    }
    guard let pending = call.pending, call.session.described() else { return }
    call.pending = nil
    accept(pending, &call, description)
  }

  mutating func refuseOffer(of id: SIPCallID, status: Int) {
    guard var call = calls[id], let pending = call.pending else { return }
    call.pending = nil
    call.session.withdrawn(wasAgreed: call.wasAgreed)
    calls[id] = call
    respond(pending.transaction, status, to: pending.request, pending.flow, tag: call.localTag)
  }

  // MARK: Ending

  /// CANCEL, once the peer has shown that it has the INVITE (RFC 3261 section 9.1).
  mutating func cancel(_ call: Call) {
    calls[call.id]?.phase = .releasing
    if call.hasProvisional, let invite = call.invite { sendCancel(of: invite) }
  }

  mutating func sendCancel(of invite: TransactionID) {
    guard let sent = table.sent(invite), let message = try? ReceivedMessage(datagram: sent.request),
      let request = try? SIPRequest(message), let branch = request.via.branch
    else { return }
    var writer = MessageWriter(request: .cancel, uri: request.uri)
    for header in [HeaderName.via, .route, .maxForwards, .from, .to, .callID] {
      for value in message.values(of: header) { writer.field(header, value) }
    }
    writer.field(.cSeq, "\(request.cSeqNumber) CANCEL")
    send(writer.finished(), .cancel, branch: branch.sipText, on: sent.flow, for: .nothing)
  }

  mutating func sendBye(of id: SIPCallID, _ ending: CallEnding) {
    guard let call = calls[id] else { return }
    sendWithin(call, .bye, body: [], type: nil, for: .nothing)
    end(id, ending)
  }

  // MARK: Requests within the dialog

  /// Where the dialog's next hop is. A device is reached on the flow that it came by; a trunk by the address that it gave, where
  /// that is an address. Names are for the host that carries the flow.
  func route(of call: Call) -> SIPFlow {
    guard let hop = call.dialog?.nextHop, isTrunk(call.flow), call.flow.transport == .udp else { return call.flow }
    let host = hop.host.sipText
    guard host.utf8.allSatisfy({ $0.isDigit || $0 == UInt8(ascii: ".") }), host != call.hiddenHost,
      !Self.isPrivate(host) || Self.isPrivate(call.flow.host)
    else { return call.flow }
    return SIPFlow(id: call.flow.id, transport: .udp, host: host, port: hop.port ?? 5_060)
  }

  /// RFC 1918: nobody reaches such an address who talks to a public one.
  private static func isPrivate(_ host: String) -> Bool {
    let parts = host.split(separator: ".")
    guard parts.count == 4, let second = UInt8(parts[1]) else { return false }
    switch parts[0] {
    case "10": return true
    case "172": return (16...31).contains(second)
    case "192": return second == 168
    default: return false
    }
  }

  @discardableResult
  mutating func sendWithin(
    _ call: Call, _ method: SIPMethod, body: [UInt8], type: String?, for purpose: Purpose,
    fill: (inout MessageWriter) -> Void = { _ in }
  ) -> TransactionID? {
    let branch = "z9hG4bK" + identifier()
    let flow = route(of: call)
    let hop = via(on: flow, branch: branch)
    guard var writer = calls[call.id]?.dialog?.request(method, via: hop).writer else { return nil }
    if method != .bye { writer.field(.contact, contact(on: flow)) }
    fill(&writer)
    return send(writer.finished(body: body, type: type), method, branch: branch, on: flow, for: purpose)
  }
}

extension DialogID {
  /// As the peer at the other end of that dialog names it, escaped for a URI's header.
  var replacesText: String {
    var text: [UInt8] = []
    for (name, value) in [("", callID), (";to-tag=", remoteTag), (";from-tag=", localTag)] {
      for octet in Array(name.utf8) + value {
        if OctetSet.unreserved.contains(octet) { text.append(octet) } else { text.append(escaped: octet) }
      }
    }
    return text.sipText
  }
}
