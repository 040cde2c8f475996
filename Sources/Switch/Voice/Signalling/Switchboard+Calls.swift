import CallControl
import Media
import SIP

/// What the endpoint tells of calls.
extension Switchboard {
  func told(_ notice: CallNotice, of call: SIPCallID) {
    switch notice {
    case .incoming(let incoming): arrived(call, incoming)
    case .answered(let description): answered(call, description)
    case .acknowledged(let description): acknowledged(call, description)
    case .offered(let description): offered(call, description)
    case .offerAnswered(let description): agree(call, description)
    case .offerRefused: calls[call]?.negotiation.withdrawOffer()
    case .refreshDue: offerAnew(call)
    case .transferRequested(let referral, let flow): referred(call, referral, from: flow)
    case .infoReceived(let type, let body): pressed(type, body, on: call)
    case .progressed, .transferProgressed: break
    case .ended(let ending): ended(call, ending)
    }
  }

  // MARK: Calls that come in

  private func arrived(_ id: SIPCallID, _ incoming: IncomingCall) {
    guard incoming.account == nil, incoming.replaces == nil, let trunk = directory.trunk(of: incoming.flow) else {
      return refuse(id, 403)
    }
    guard calls.count(on: trunk.name) < trunk.callsMax else { return refuse(id, 503) }
    guard let number = TelephoneNumber.called(incoming.request, trunk) else { return refuse(id, 404) }
    guard let (stream, negotiation) = newStream() else { return refuse(id, 503) }
    calls[id] = SIPLeg(
      stream: stream, leg: nil, negotiation: negotiation, trunk: trunk.name, signaller: IPAddress(incoming.flow.host))
    streams[stream] = id
    let body = Array(incoming.request.body)
    guard body.isEmpty || prepareAnswer(id, body) else { return }
    outlet.arrived(
      ArrivingCall(
        call: id, calledNumber: number, callerNumber: TelephoneNumber.caller(incoming.request, trunk), trunk: trunk.name))
  }

  /// Answers an offer as far as it goes without the caller being answered.
  /// - Returns: false where the call was refused for it.
  private func prepareAnswer(_ id: SIPCallID, _ body: [UInt8]) -> Bool {
    guard let offer = try? SDP.read(body), let answer = try? calls[id]?.negotiation.answer(offer, .sendrecv),
      let stream = calls[id]?.stream, let remote = calls[id]?.negotiation.agreed?.remote
    else {
      refuse(id, 488)
      return false
    }
    guard ports.agreed(stream, remote: remote) else {
      refuse(id, 503)
      return false
    }
    calls[id]?.answer = Array(answer.text.utf8)
    return true
  }

  func refuse(_ id: SIPCallID, _ status: Int) { endpoint.perform(.refuse(status: status), on: id, at: now()) }

  /// A call that has come in leads nowhere.
  func turnedAway(_ call: SIPCallID, _ status: Int) {
    refuse(call, status)
    settle()
  }

  /// Its contact exists.
  func began(_ arrival: ArrivingCall, contactID: String, instanceID: String) {
    let leg = bridge.callArrived(contactID, instanceID: instanceID)
    guard calls[arrival.call] != nil else {
      // It was cancelled meanwhile.
      happened(.hungUp, to: leg)
      return settle()
    }
    calls[arrival.call]?.leg = leg
    legs[leg] = VoiceLeg(number: arrival.callerNumber, calls: [arrival.call], active: arrival.call)
  }

  func answer(_ leg: LegID) {
    guard let call = legs[leg]?.active, let sip = calls[call] else { return }
    if let answer = sip.answer {
      tellMedia(call)
      endpoint.perform(.answer(answer), on: call, at: now())
    } else if let offer = try? calls[call]?.negotiation.offer(.sendrecv) {
      endpoint.perform(.answer(Array(offer.text.utf8)), on: call, at: now())
    }
  }

  /// The peer has our 200, and hears us from now on.
  private func acknowledged(_ call: SIPCallID, _ description: [UInt8]) {
    if !description.isEmpty { agree(call, description) }
    guard let leg = calls[call]?.leg, calls[call]?.negotiation.agreed != nil else {
      return endpoint.perform(.hangUp, on: call, at: now())
    }
    calls[call]?.isEstablished = true
    happened(.answered, to: leg)
  }

  // MARK: Calls that go out

  private func answered(_ call: SIPCallID, _ description: [UInt8]) {
    guard let leg = calls[call]?.leg, let voice = legs[leg], voice.active == nil, agree(call, description) else {
      return endpoint.perform(.hangUp, on: call, at: now())
    }
    legs[leg]?.active = call
    calls[call]?.isEstablished = true
    for other in voice.calls where other != call { endpoint.perform(.hangUp, on: other, at: now()) }
    happened(.answered, to: leg)
  }

  // MARK: Both

  /// Takes the answer to our offer.
  @discardableResult
  private func agree(_ call: SIPCallID, _ description: [UInt8]) -> Bool {
    guard let sdp = try? SDP.read(description), let agreement = try? calls[call]?.negotiation.accept(sdp),
      let stream = calls[call]?.stream, ports.agreed(stream, remote: agreement.remote)
    else { return false }
    tellMedia(call)
    return true
  }

  private func tellMedia(_ call: SIPCallID) {
    guard let sip = calls[call], let agreement = sip.negotiation.agreed else { return }
    ordered.append(.agree(sip.stream, agreement, signaller: sip.signaller))
  }

  /// A later offer: hold, resume, another address. A refusal leaves all as it was.
  private func offered(_ call: SIPCallID, _ description: [UInt8]) {
    if description.isEmpty {
      guard let offer = try? calls[call]?.negotiation.offer(.sendrecv) else {
        return endpoint.perform(.refuseOffer, on: call, at: now())
      }
      return endpoint.perform(.answerOffer(Array(offer.text.utf8)), on: call, at: now())
    }
    guard let sdp = try? SDP.read(description), let stream = calls[call]?.stream else {
      return endpoint.perform(.refuseOffer, on: call, at: now())
    }
    let before = calls[call]?.negotiation
    guard let answer = try? calls[call]?.negotiation.answer(sdp, .sendrecv), let agreed = calls[call]?.negotiation.agreed,
      ports.agreed(stream, remote: agreed.remote)
    else {
      if let before { calls[call]?.negotiation = before }
      return endpoint.perform(.refuseOffer, on: call, at: now())
    }
    tellMedia(call)
    endpoint.perform(.answerOffer(Array(answer.text.utf8)), on: call, at: now())
  }

  /// The same again, to say that the call is still there (RFC 4028).
  private func offerAnew(_ call: SIPCallID) {
    guard let offer = try? calls[call]?.negotiation.offer(.sendrecv) else { return }
    endpoint.perform(.offer(Array(offer.text.utf8)), on: call, at: now())
  }

  private func pressed(_ type: [UInt8], _ body: [UInt8], on call: SIPCallID) {
    guard let leg = calls[call]?.leg, let info = DigitInfo(contentType: type.sipText, body: body) else { return }
    happened(.pressed(info.key.character), to: leg)
  }

  private func ended(_ call: SIPCallID, _ ending: CallEnding) {
    guard let sip = calls.remove(call) else { return }
    drop(sip.stream)
    guard let leg = sip.leg, legs[leg] != nil else { return }
    legs[leg]?.calls.remove(call)
    guard legs[leg]?.active == call || legs[leg]?.calls.isEmpty == true else { return }
    legs[leg] = nil
    happened(sip.isEstablished ? .hungUp : .failed, to: leg)
  }
}

extension Switchboard {
  /// Says good-bye on every call.
  func endAll() {
    for call in calls.ids.sorted(by: { $0.number < $1.number }) { endpoint.perform(.hangUp, on: call, at: now()) }
    settle()
  }
}
