import Contacts
import FlowEngine
import Vocabulary

/// What contacts ask for.
extension CallBridge {
  mutating func perform(_ command: TelephonyCommand, _ contactID: String) {
    switch command {
    case .answer: if let leg = callerLeg(of: contactID) { ask(.answer(leg)) }
    case .play(let token, let presentations, let audience, let isRepeated, let voice):
      play(presentations, to: audience, token: token, isRepeated: isRepeated, voice, contactID)
    case .stopPlaying(let audience):
      for leg in audienceLegs(audience, contactID) { stopPlaying(leg) }
      if audience == .customer, calls[contactID]?.unfinished != nil { calls[contactID]?.unfinished = nil }
    case .collect(let token, let input, let voice): collect(input, token: token, voice, contactID)
    case .callAgent(let agentID): callAgent(agentID, contactID)
    case .join(let agentID): calls[contactID]?.agents[agentID]?.isJoined = true
    case .hold(let audience): calls[contactID]?.held.insert(audience)
    case .resume(let audience): calls[contactID]?.held.remove(audience)
    case .mute(let agentID, let isMuted): calls[contactID]?.agents[agentID]?.isMuted = isMuted
    case .sendDigits(let digits): sendDigits(digits, contactID)
    case .dialCustomer(let token, let number, let callerNumber, let seconds):
      let leg = dial(.customer(token: token), .number(number, callerNumber: callerNumber), seconds, contactID)
      place(.customer(leg), in: contactID)
    case .dialThirdParty(let token, let request): dialThirdParty(request, token: token, contactID)
    case .setRecording(let behaviour): setRecording(behaviour, contactID)
    case .setMediaStreaming(let behaviour): ask(.setMediaStreaming(contactID: contactID, behaviour))
    case .consult(let other): consult(other, contactID)
    case .monitor(let other, let mode): monitor(other, mode, contactID)
    case .rename(let successor): rename(contactID, to: successor)
    case .release: release(contactID)
    case .dropAgent(let agentID): dropAgent(agentID, contactID)
    case .answerReferral(let agentID, let outcome):
      if let leg = calls[contactID]?.agents[agentID]?.leg { ask(.answerReferral(leg, outcome)) }
    case .hangUp: hangUp(contactID)
    }
  }

  // MARK: Playing

  private func audienceLegs(_ audience: Audience, _ contactID: String) -> [LegID] {
    switch audience {
    case .customer: [callerLeg(of: contactID)].compactMap(\.self)
    case .agent: (calls[contactID]?.agents ?? [:]).sorted { $0.key < $1.key }.map(\.value.leg)
    }
  }

  private mutating func play(
    _ presentations: [Presentation], to audience: Audience, token: Int, isRepeated: Bool, _ voice: TextToSpeech,
    _ contactID: String
  ) {
    let legs = audienceLegs(audience, contactID)
    if legs.isEmpty { tell(.playingFailed(token: token), contactID) }
    for leg in legs { play(presentations, on: leg, token: token, isRepeated: isRepeated, voice, contactID) }
  }

  /// On a leg that has not answered yet it begins when it does.
  mutating func play(
    _ presentations: [Presentation], on leg: LegID, token: Int?, isRepeated: Bool, _ voice: TextToSpeech, _ contactID: String
  ) {
    let number = nextPlayback()
    let command = LegCommand.play(leg, playback: number, presentations, isRepeated: isRepeated, voice)
    legs[leg]?.playback = Playback(number: number, contactID: contactID, token: token, command: command)
    if legs[leg]?.isConnected == true { ask(command) }
  }

  mutating func stopPlaying(_ leg: LegID) {
    guard legs[leg]?.playback != nil else { return }
    legs[leg]?.playback = nil
    if legs[leg]?.isConnected == true { ask(.stopPlaying(leg)) }
  }

  // MARK: Input

  private mutating func collect(_ request: InputRequest, token: Int, _ voice: TextToSpeech, _ contactID: String) {
    guard let leg = callerLeg(of: contactID) else { return tell(.inputTimedOut(token: token), contactID) }
    legs[leg]?.input = DigitInput(token: token, contactID: contactID, request)
    guardDigits(of: leg)
    guard request.presentations.isEmpty else {
      return play(request.presentations, on: leg, token: nil, isRepeated: false, voice, contactID)
    }
    stopPlaying(leg)
    effects.append(.setTimer(.input(leg), seconds: request.timeLimitSeconds))
  }

  // MARK: Recording

  private mutating func setRecording(_ behaviour: JSON.Object, _ contactID: String) {
    calls[contactID]?.recorded = RecordedParties(behaviour)
    calls[contactID]?.isSuspended = behaviour["IsSuspended"]?.bool ?? false
    if let leg = callerLeg(of: contactID) { guardDigits(of: leg) }
  }

  /// Digits reach this room alone while a flow takes secret input, and while the recording of a call of the leg's is suspended.
  mutating func guardDigits(of leg: LegID) {
    let isGuarded =
      legs[leg]?.input?.request.isSecret == true
      || legs[leg]?.calls.contains { calls[$0]?.isSuspended == true && calls[$0]?.caller?.leg == leg } == true
    guard guarded.contains(leg) != isGuarded else { return }
    if isGuarded { guarded.insert(leg) } else { guarded.remove(leg) }
    ask(.guardDigits(leg, isGuarded))
  }

  // MARK: Legs

  private mutating func dial(
    _ role: LegRole, _ destination: LegCommand.Destination, _ seconds: Int, _ contactID: String
  ) -> LegID {
    let leg = newLeg(role, in: contactID)
    ask(.dial(leg, destination))
    effects.append(.setTimer(.dial(leg), seconds: seconds))
    return leg
  }

  /// An agent's telephone rings for as long as the contact is offered; this bounds what nobody takes back.
  private static let agentSecondsMax = 300

  private mutating func callAgent(_ agentID: String, _ contactID: String) {
    guard calls[contactID]?.agents[agentID] == nil else { return }
    let leg = dial(.agent(agentID), .agent(agentID), Self.agentSecondsMax, contactID)
    calls[contactID]?.agents[agentID] = Call.Agent(leg: leg)
  }

  private mutating func dialThirdParty(_ request: ThirdPartyRequest, token: Int, _ contactID: String) {
    let before = calls[contactID]?.thirdParty
    let leg = dial(
      .thirdParty(token: token, digits: request.digits), .number(request.number, callerNumber: request.callerNumber),
      request.timeLimitSeconds, contactID)
    calls[contactID]?.thirdParty = leg
    if let before { leave(before, contactID) }
  }

  private mutating func sendDigits(_ digits: String, _ contactID: String) {
    guard let call = calls[contactID] else { return }
    for case let leg? in [callerLeg(of: contactID), call.thirdParty] where legs[leg]?.isConnected == true {
      ask(.sendDigits(leg, digits))
    }
  }

  private mutating func consult(_ other: String, _ contactID: String) {
    guard other != contactID, let leg = agentLeg(of: other) else { return }
    place(.agentOf(contactID: other, leg), in: contactID)
    legs[leg]?.calls.insert(contactID)
  }

  private mutating func monitor(_ other: String, _ mode: MonitorMode, _ contactID: String) {
    guard other != contactID else { return }
    calls[contactID]?.monitoring = Call.Monitoring(contactID: other, mode: mode)
  }

  /// Whoever stood there before leaves, and what they were to hear and to press is for who comes.
  private mutating func place(_ caller: Call.Caller, in contactID: String) {
    let before = calls[contactID]?.caller
    calls[contactID]?.caller = caller
    guard before?.leg != caller.leg else { return }
    let unfinished = before.flatMap { legs[$0.leg] }.flatMap { Unfinished(on: $0, in: contactID) } ?? calls[contactID]?.unfinished
    calls[contactID]?.unfinished = nil
    if let before {
      if legs[before.leg]?.playback?.contactID == contactID { stopPlaying(before.leg) }
      if legs[before.leg]?.input?.contactID == contactID { endInput(of: before.leg) }
      leave(before.leg, contactID)
    }
    if let unfinished { goOn(with: unfinished, on: caller.leg, contactID) }
  }

  private mutating func goOn(with unfinished: Unfinished, on leg: LegID, _ contactID: String) {
    if case .play(_, _, let presentations, let isRepeated, let voice) = unfinished.playback?.command {
      play(presentations, on: leg, token: unfinished.playback?.token, isRepeated: isRepeated, voice, contactID)
    }
    guard let input = unfinished.input else { return }
    legs[leg]?.input = input
    guardDigits(of: leg)
    // What precedes input is played anew, and the time for keys begins after it.
    if unfinished.playback == nil || unfinished.playback?.token != nil {
      effects.append(.setTimer(.input(leg), seconds: input.patienceSeconds))
    }
  }

  /// The customer's leg, and a third party's, are the successor's from now on; the agents of before hang up.
  private mutating func rename(_ contactID: String, to successor: String) {
    guard contactID != successor, let call = calls[contactID] else { return }
    var next = calls[successor] ?? Call(instanceID: call.instanceID)
    if next.recorded == RecordedParties() { next.recorded = call.recorded }
    next.isSuspended = next.isSuspended || call.isSuspended
    calls[successor] = next
    if let caller = call.caller {
      place(caller, in: successor)
      move(caller.leg, from: contactID, to: successor)
    }
    if let leg = call.thirdParty {
      calls[successor]?.thirdParty = leg
      move(leg, from: contactID, to: successor)
      if let before = next.thirdParty { leave(before, successor) }
    }
    calls[contactID] = nil
    for agent in call.agents.sorted(by: { $0.key < $1.key }).map(\.value) { leave(agent.leg, contactID) }
  }

  private mutating func move(_ leg: LegID, from contactID: String, to successor: String) {
    legs[leg]?.calls.remove(contactID)
    legs[leg]?.calls.insert(successor)
    legs[leg]?.contactID = successor
  }

  private mutating func release(_ contactID: String) {
    guard let agents = calls[contactID]?.agents else { return }
    calls[contactID]?.agents = [:]
    calls[contactID]?.isReleased = true
    calls[contactID]?.held = []
    for agent in agents.sorted(by: { $0.key < $1.key }).map(\.value) { leave(agent.leg, contactID) }
    if let leg = callerLeg(of: contactID) { stopPlaying(leg) }
  }

  private mutating func dropAgent(_ agentID: String, _ contactID: String) {
    guard let agent = calls[contactID]?.agents.removeValue(forKey: agentID) else { return }
    leave(agent.leg, contactID)
  }

  mutating func hangUp(_ contactID: String) {
    guard let call = calls[contactID] else { return }
    let caller = callerLeg(of: contactID)
    calls[contactID]?.caller = nil
    calls[contactID]?.agents = [:]
    calls[contactID]?.thirdParty = nil
    calls[contactID]?.unfinished = nil
    let others = call.agents.sorted { $0.key < $1.key }.map(\.value.leg) + [call.thirdParty].compactMap(\.self)
    for leg in [caller].compactMap(\.self) + others { leave(leg, contactID) }
  }
}
