public import Vocabulary

/// Calls that go out, and the answers to what we sent.
extension SIPEndpoint {
  /// Places a call.
  /// - Returns: nil where there are too many, no hop is left (which its caller is told by 483), or there is nowhere to send it.
  public mutating func place(_ order: CallOrder, at now: Moment) -> SIPCallID? {
    self.now = max(self.now, now)
    guard calls.count < EndpointLimits.callsMax, order.maxForwards > 0, let flow = nextFlow(of: order, from: 0) else {
      return nil
    }
    var call = newCall(callID: Array(entropy.uuid().utf8), tag: identifier(), .outgoing, flow.flow)
    call.order = order
    call.nextFlow = flow.next
    if !order.description.isEmpty { _ = call.session.described() }
    keep(call)
    sendInvite(&call, credentials: nil)
    return call.id
  }

  /// The first target, from one on, that is not known to be down; where all are, the first of them.
  private func nextFlow(of order: CallOrder, from: Int) -> (flow: SIPFlow, next: Int)? {
    guard from < order.flows.count else { return nil }
    let at = order.flows.indices[from...].first { !isDown(order.flows[$0]) } ?? from
    return (order.flows[at], at + 1)
  }

  private mutating func sendInvite(_ call: inout Call, credentials: (header: HeaderName, value: String)?) {
    guard let order = call.order else { return }
    let branch = "z9hG4bK" + identifier()
    var writer = MessageWriter(request: .invite, uri: order.target)
    writer.field(.via, via(on: call.flow, branch: branch))
    writer.field(.maxForwards, "\(order.maxForwards)")
    let name = order.displayName.map { "\($0.quotedForSIP) " } ?? ""
    writer.field(.from, "\(name)<\(order.from.text)>;tag=\(call.localTag)")
    writer.field(.to, "<\(order.target.text)>")
    writer.field(.callID, call.key.callID)
    writer.field(.cSeq, "\(call.inviteNumber) INVITE")
    writer.field(.contact, contact(on: call.flow))
    writer.field(.userAgent, settings.userAgent)
    writer.field(.allow, settings.rules.allowText)
    writer.field(.supported, settings.rules.supportedText)
    writer.field(.sessionExpires, SessionExpires(seconds: call.intervalAsked, refresher: nil).text)
    if let identity = order.assertedIdentity { writer.field(.assertedIdentity, "<\(identity.text)>") }
    if let credentials { writer.field(credentials.header, credentials.value) }
    let octets = writer.finished(body: order.description, type: "application/sdp")
    call.hasProvisional = false
    call.generation += 1
    call.invite = send(octets, .invite, branch: branch, on: call.flow, for: .invite(call.id))
    calls[call.id] = call
    guard call.invite != nil else { return end(call.id, .transportFailed) }
    startTimer(.attempt, of: call, milliseconds: Self.attemptMilliseconds)
  }

  /// A target that says nothing at all for so long is passed over.
  private static var attemptMilliseconds: Int { 4_000 }

  /// The next target, or the end.
  mutating func tryNext(_ id: SIPCallID, else ending: CallEnding) {
    guard var call = calls[id] else { return }
    guard call.phase == .outgoing, let order = call.order, let next = nextFlow(of: order, from: call.nextFlow) else {
      return end(id, call.phase == .releasing ? .released : ending)
    }
    if let invite = call.invite, purposes[invite] != nil { purposes[invite] = .abandoned(isCancelled: false) }
    call.flow = next.flow
    call.nextFlow = next.next
    call.inviteNumber += 1
    sendInvite(&call, credentials: nil)
  }

  // MARK: Answers

  mutating func answered(_ id: TransactionID, _ response: SIPResponse) {
    switch purposes[id] {
    case .invite(let call): inviteAnswered(call, id, response)
    case .reinvite(let call, let number, let isRefresh): reinviteAnswered(call, number, isRefresh, response)
    case .refer(let call): if response.status >= 300 { tell(call, .transferProgressed(status: response.status)) }
    case .notify(let call): notifyAnswered(call, id, response.status)
    case .probe(let trunk, let target): probed(trunk, target, isUp: response.status != 503 && response.status != 408)
    case .register(let trunk, let generation): registrationAnswered(trunk, generation, response)
    case .abandoned(let isCancelled): abandonedAnswered(id, isCancelled, response)
    case .nothing, nil: break
    }
  }

  /// An INVITE that was given up lives on at its target: it is cancelled, and what it brings about is ended.
  private mutating func abandonedAnswered(_ id: TransactionID, _ isCancelled: Bool, _ response: SIPResponse) {
    if response.isSuccess { return inviteAnsweredLate(id, response) }
    guard response.isProvisional, !isCancelled else { return }
    purposes[id] = .abandoned(isCancelled: true)
    sendCancel(of: id)
  }

  private mutating func inviteAnswered(_ id: SIPCallID, _ transaction: TransactionID, _ response: SIPResponse) {
    guard var call = calls[id] else { return abandonedAnswered(transaction, false, response) }
    guard call.invite == transaction || response.isSuccess else { return }
    if response.isProvisional {
      let isFirst = !call.hasProvisional
      calls[id]?.hasProvisional = true
      call.hasProvisional = true
      if call.phase == .releasing { return isFirst ? cancel(call) : () }
      if response.status > 100 { tell(id, .progressed(status: response.status, description: Array(response.body))) }
    } else if response.isSuccess {
      accepted(&call, transaction, response)
    } else {
      inviteRefused(&call, response)
    }
  }

  /// The peer answered: the ACK goes out at once, but where its offer has to be answered in it.
  private mutating func accepted(_ call: inout Call, _ transaction: TransactionID, _ response: SIPResponse) {
    if let known = call.acknowledgement {
      guard known.tag.elementsEqual(response.to.tag ?? []) else { return inviteAnsweredLate(transaction, response) }
      return effects.append(.send(known.octets, route(of: call)))
    }
    guard call.phase == .outgoing || call.phase == .releasing, call.dialog == nil,
      let order = call.order, let dialog = try? Dialog(answeredBy: response, sentTo: order.target)
    else { return }
    let wasReleasing = call.phase == .releasing
    call.dialog = dialog
    call.phase = .established
    call.invite = nil
    call.order = nil
    call.timer = try? SessionTimer(answeredBy: response, asked: call.intervalAsked)
    call.allowsUpdate = response.message.list(of: .allow).contains { $0.elementsEqual("UPDATE".utf8) }
    call.inviteNumber = response.cSeq.number
    // Without a description the one of a provisional response stands.
    let isOffer = !response.body.isEmpty && !call.session.hasLocalOffer
    if isOffer || call.session.hasLocalOffer { _ = call.session.receivedInReply() }
    if !isOffer || wasReleasing { acknowledge(&call, response.cSeq.number, []) }
    startSession(&call)
    calls[call.id] = call
    if wasReleasing { return sendBye(of: call.id, .released) }
    tell(call.id, .answered(description: Array(response.body)))
  }

  private mutating func acknowledge(_ call: inout Call, _ number: UInt32, _ description: [UInt8]) {
    guard let dialog = call.dialog else { return }
    let flow = route(of: call)
    let writer = dialog.acknowledgement(of: number, via: via(on: flow, branch: "z9hG4bK" + identifier()))
    let octets = writer.finished(body: description, type: "application/sdp")
    call.acknowledgement = (octets, dialog.id.remoteTag)
    effects.append(.send(octets, flow))
  }

  /// The offer of a 2xx is answered.
  mutating func acknowledgeOffer(_ call: Call, _ description: [UInt8]) {
    var call = call
    acknowledge(&call, call.inviteNumber, description)
    calls[call.id] = call
  }

  /// Another branch of a fork answered too, or one did that was given up: it is acknowledged and ended (RFC 3261 section
  /// 13.2.2.4).
  private mutating func inviteAnsweredLate(_ transaction: TransactionID, _ response: SIPResponse) {
    guard let (octets, flow) = table.sent(transaction), let message = try? ReceivedMessage(datagram: octets),
      let sent = try? SIPRequest(message), var late = try? Dialog(answeredBy: response, sentTo: sent.uri)
    else { return }
    let ack = late.acknowledgement(of: response.cSeq.number, via: via(on: flow, branch: "z9hG4bK" + identifier()))
    effects.append(.send(ack.finished(), flow))
    let branch = "z9hG4bK" + identifier()
    let bye = late.request(.bye, via: via(on: flow, branch: branch)).writer
    send(bye.finished(), .bye, branch: branch, on: flow, for: .nothing)
  }

  private mutating func inviteRefused(_ call: inout Call, _ response: SIPResponse) {
    call.invite = nil
    calls[call.id] = call
    if call.phase == .releasing { return end(call.id, .released) }
    switch response.status {
    case 401, 407: authenticate(&call, response)
    case 422:
      guard let seconds = SessionTimer.retry(after: response, asked: call.intervalAsked) else { fallthrough }
      call.intervalAsked = seconds
      call.inviteNumber += 1
      sendInvite(&call, credentials: nil)
    case 408, 500, 502, 503, 504: tryNext(call.id, else: .refused(status: response.status))
    default: end(call.id, .refused(status: response.status))
    }
  }

  /// Once for each call: a second refusal means that the password is wrong.
  private mutating func authenticate(_ call: inout Call, _ response: SIPResponse) {
    guard !call.hasTriedCredentials, let order = call.order, let account = order.credentials else {
      return end(call.id, .refused(status: response.status))
    }
    var client = DigestClient(
      user: account.user, password: account.password, acceptsMD5: account.acceptsMD5, hashing: hashing)
    guard let credentials = client.answer(response, method: .invite, uri: order.target, entropy: &entropy) else {
      return end(call.id, .refused(status: response.status))
    }
    call.hasTriedCredentials = true
    call.inviteNumber += 1
    sendInvite(&call, credentials: credentials)
  }

  // MARK: Later offers

  private mutating func reinviteAnswered(_ id: SIPCallID, _ number: UInt32, _ isRefresh: Bool, _ response: SIPResponse) {
    guard response.status >= 200, var call = calls[id] else { return }
    if response.isSuccess, !isRefresh, call.invite == nil, let known = call.acknowledgement {
      return effects.append(.send(known.octets, route(of: call)))
    }
    call.invite = nil
    guard response.isSuccess else { return reinviteRefused(&call, isRefresh, response) }
    try? call.dialog?.refreshTarget(from: response.message)
    call.timer = (try? SessionTimer(answeredBy: response, asked: call.intervalAsked)) ?? call.timer
    startSession(&call)
    if !isRefresh { acknowledge(&call, number, []) }
    let isAnswer = !response.body.isEmpty && call.session.receivedInReply() == .answer
    calls[id] = call
    if isAnswer { tell(id, .offerAnswered(description: Array(response.body))) }
  }

  private mutating func reinviteRefused(_ call: inout Call, _ isRefresh: Bool, _ response: SIPResponse) {
    if !isRefresh { call.session.withdrawn(wasAgreed: call.wasAgreed) }
    calls[call.id] = call
    // The peer knows nothing of the call any more (RFC 3261 section 14.1).
    if response.status == 481 || response.status == 408 { return sendBye(of: call.id, .timedOut) }
    if !isRefresh { tell(call.id, .offerRefused(status: response.status)) }
  }

  /// A request of ours got no answer.
  mutating func failed(_ purpose: Purpose, _ ending: CallEnding) {
    switch purpose {
    case .invite(let id): tryNext(id, else: ending)
    case .reinvite(let id, _, _):
      calls[id]?.invite = nil
      sendBye(of: id, ending)
    case .probe(let trunk, let target): probed(trunk, target, isUp: false)
    case .register(let trunk, let generation): registrationFailed(trunk, generation)
    case .refer(let id): tell(id, .transferProgressed(status: 408))
    case .notify(let id): notifyFailed(id)
    case .abandoned, .nothing: break
    }
  }
}
