/// REFER, and what is told of it (RFC 3515): one at a time in a call, with at most one NOTIFY on its way.
extension SIPEndpoint {
  // MARK: The peer is to call another

  mutating func transfer(_ call: Call, to target: SIPURI, replacing dialog: DialogID?) {
    let replaces = dialog.map { "?Replaces=" + $0.replacesText } ?? ""
    sendWithin(call, .refer, body: [], type: nil, for: .refer(call.id)) { [settings] in
      $0.field(.referTo, "<\(target.text)\(replaces)>")
      $0.field(.referredBy, "<sip:\(settings.host)>")
    }
  }

  // MARK: The peer asks for it

  /// - Throws: what the REFER is refused for.
  mutating func referred(_ id: TransactionID, _ request: SIPRequest, _ flow: SIPFlow, _ call: Call) throws(SIPProblem) {
    let referral = try Referral(request)
    guard call.transfer == nil, call.phase == .established else { return respond(id, 491, to: request, flow) }
    let number = call.transfers + 1
    calls[call.id]?.transfers = number
    calls[call.id]?.transfer = Call.Transfer(
      number: number, request: Call.Pending(transaction: id, request: request, flow: flow),
      isWatched: referral.wantsNotification)
    startTimer(.transfer, of: call.id, generation: number, milliseconds: EndpointLimits.transferSecondsMax * 1_000)
    tell(call.id, .transferRequested(referral, flow: flow))
  }

  mutating func refuseTransfer(_ call: Call, status: Int) {
    guard let transfer = call.transfer, !transfer.isAccepted, (300...699).contains(status) else { return }
    calls[call.id]?.transfer = nil
    respond(transfer.request.transaction, status, to: transfer.request.request, transfer.request.flow, tag: call.localTag)
  }

  mutating func tellTransfer(_ call: Call, status: Int) {
    guard let transfer = call.transfer, !transfer.isOver else { return }
    if !transfer.isAccepted { acceptTransfer(call, transfer) }
    say(Call.TransferWord(status: status, isLast: status >= 200), to: call.id)
  }

  /// From here on the peer is where its REFER came from (RFC 3261 section 12.2).
  private mutating func acceptTransfer(_ call: Call, _ transfer: Call.Transfer) {
    let asked = transfer.request
    calls[call.id]?.transfer?.isAccepted = true
    calls[call.id]?.flow = asked.flow
    _ = calls[call.id]?.dialog?.takeNumber(of: asked.request)
    try? calls[call.id]?.dialog?.refreshTarget(from: asked.request.message)
    respond(asked.transaction, 202, to: asked.request, asked.flow, tag: call.localTag) { [self] in
      $0.field(.contact, contact(on: asked.flow))
      if !transfer.isWatched { $0.field(named: "Refer-Sub", "false") }
    }
  }

  // MARK: NOTIFYs

  private mutating func say(_ word: Call.TransferWord, to id: SIPCallID) {
    guard let transfer = calls[id]?.transfer else { return }
    if word.isLast { calls[id]?.transfer?.isOver = true }
    if transfer.notify != nil {
      calls[id]?.transfer?.next = word
    } else if transfer.isWatched {
      sendNotify(word, id)
    } else if word.isLast {
      forgetTransfer(of: id)
    }
  }

  private mutating func sendNotify(_ word: Call.TransferWord, _ id: SIPCallID) {
    guard let call = calls[id], let transfer = call.transfer else { return }
    let sent = sendWithin(
      call, .notify, body: Referral.fragment(status: word.status), type: "message/sipfrag;version=2.0", for: .notify(id)
    ) {
      $0.field(.event, transfer.event)
      $0.field(.subscriptionState, word.state)
    }
    calls[id]?.transfer?.notify = sent
    if sent == nil { notifyFailed(id) }
  }

  mutating func notifyAnswered(_ id: SIPCallID, _ transaction: TransactionID, _ status: Int) {
    guard status >= 200, calls[id]?.transfer?.notify == transaction else { return }
    guard status < 300 else { return notifyFailed(id) }
    calls[id]?.transfer?.notify = nil
    if let next = calls[id]?.transfer?.next {
      calls[id]?.transfer?.next = nil
      sendNotify(next, id)
    } else if calls[id]?.transfer?.isOver == true {
      forgetTransfer(of: id)
    }
  }

  /// The peer knows nothing of a subscription, or says nothing: it is told nothing more (RFC 6665 section 4.2.2).
  mutating func notifyFailed(_ id: SIPCallID) {
    guard let transfer = calls[id]?.transfer else { return }
    calls[id]?.transfer?.isWatched = false
    calls[id]?.transfer?.notify = nil
    calls[id]?.transfer?.next = nil
    if transfer.isOver { forgetTransfer(of: id) }
  }

  private mutating func forgetTransfer(of id: SIPCallID) {
    calls[id]?.transfer = nil
    if calls[id]?.phase == .releasing { sendBye(of: id, .released) }
  }

  // MARK: Endings

  mutating func transferTimedOut(_ call: Call, _ number: Int) {
    guard let transfer = call.transfer, transfer.number == number, !transfer.isOver else { return }
    guard transfer.isAccepted else { return refuseTransfer(call, status: 480) }
    say(Call.TransferWord(status: 100, isLast: true), to: call.id)
  }

  /// The application's end of a call: a peer that waits for a word about its REFER has that before the BYE.
  mutating func release(_ call: Call) {
    guard let transfer = call.transfer, transfer.isAccepted, transfer.isWatched else { return sendBye(of: call.id, .released) }
    calls[call.id]?.phase = .releasing
    startTimer(.farewell, of: call.id, generation: transfer.number, milliseconds: EndpointLimits.farewellMillisecondsMax)
    if !transfer.isOver { say(Call.TransferWord(status: 487, isLast: true), to: call.id) }
  }

  private mutating func startTimer(_ timer: EndpointTimer.Call, of id: SIPCallID, generation: Int, milliseconds: Int) {
    effects.append(.startTimer(.call(id, timer, generation: generation), milliseconds: milliseconds))
  }
}

extension Call.Transfer {
  /// The first REFER of a dialog needs no number; later ones are told apart by theirs (RFC 3515 section 2.4.6).
  fileprivate var event: String { number == 1 ? "refer" : "refer;id=\(request.request.cSeqNumber)" }
}

extension Call.TransferWord {
  fileprivate var state: String {
    guard isLast else { return "active;expires=\(EndpointLimits.transferSecondsMax)" }
    return status < 200 ? "terminated;reason=timeout" : "terminated;reason=noresource"
  }
}
