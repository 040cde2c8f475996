import Contacts
import FlowEngine

/// What happens to legs.
extension CallBridge {
  mutating func happened(_ event: LegEvent, to leg: Leg) {
    switch event {
    case .answered: answered(leg)
    case .failed, .hungUp: ended(leg)
    case .played(let number): played(leg, number, hasFailed: false)
    case .playingFailed(let number): played(leg, number, hasFailed: true)
    case .pressed(let key): pressed(key, leg)
    case .referred(let name): referred(to: name, leg)
    }
  }

  /// Only an agent who has answered gives anybody away.
  private mutating func referred(to name: String, _ leg: Leg) {
    guard case .agent(let agentID) = leg.role, leg.isConnected else { return ask(.answerReferral(leg.id, .notPermitted)) }
    tell(.agentReferred(agentID: agentID, to: name), leg.contactID)
  }

  private mutating func answered(_ leg: Leg) {
    guard !leg.isConnected else { return }
    legs[leg.id]?.isConnected = true
    calls.touch(leg.calls)
    effects.append(.cancelTimer(.dial(leg.id)))
    if let playback = leg.playback { ask(playback.command) }
    switch leg.role {
    case .customer(let token?): tell(.dialAnswered(token: token), leg.contactID)
    case .customer(nil): break
    case .agent(let agentID): tell(.agentAnswered(agentID: agentID), leg.contactID)
    case .thirdParty(let token, let digits):
      if let digits, !digits.isEmpty { ask(.sendDigits(leg.id, digits)) }
      tell(.dialAnswered(token: token), leg.contactID)
    }
  }

  /// Whoever it was, the leg is in no call any more.
  private mutating func ended(_ leg: Leg) {
    forget(leg.id)
    for contactID in leg.calls.sorted() { depart(leg, from: contactID, saying: farewell(leg)) }
  }

  private mutating func depart(_ leg: Leg, from contactID: String, saying event: TelephonyEvent) {
    guard var call = calls[contactID] else { return }
    if call.caller?.leg == leg.id {
      if case .agentOf = call.caller { call.unfinished = Unfinished(on: leg, in: contactID) }
      call.caller = nil
    }
    if call.thirdParty == leg.id { call.thirdParty = nil }
    call.agents = call.agents.filter { $0.value.leg != leg.id }
    calls[contactID] = call
    // Of two who were let go on together, one does not stay alone.
    if call.isReleased { return hangUp(contactID) }
    // An agent who asks another is the caller there; what becomes of that is for their own contact to say.
    if contactID == leg.contactID { tell(event, contactID) }
  }

  private func farewell(_ leg: Leg) -> TelephonyEvent {
    switch (leg.role, leg.isConnected) {
    case (.customer(let token?), false): .dialFailed(token: token)
    case (.customer, _): .customerHungUp
    case (.agent(let agentID), _): .agentHungUp(agentID: agentID)
    case (.thirdParty(let token, _), false): .dialFailed(token: token)
    case (.thirdParty(let token, _), true): .thirdPartyHungUp(token: token)
    }
  }

  mutating func dialTimedOut(_ id: LegID) {
    guard let leg = legs[id], !leg.isConnected else { return }
    ask(.hangUp(id))
    forget(id)
    let event: TelephonyEvent =
      switch leg.role {
      case .customer(let token): .dialTimedOut(token: token ?? 0)
      case .agent(let agentID): .agentHungUp(agentID: agentID)
      case .thirdParty(let token, _): .dialTimedOut(token: token)
      }
    for contactID in leg.calls.sorted() { depart(leg, from: contactID, saying: event) }
  }

  // MARK: Playing and keys

  private mutating func played(_ leg: Leg, _ number: Int, hasFailed: Bool) {
    guard let playback = leg.playback, playback.number == number else { return }
    legs[leg.id]?.playback = nil
    if let token = playback.token {
      return tell(hasFailed ? .playingFailed(token: token) : .played(token: token), playback.contactID)
    }
    // What preceded input is over, or cannot be played: the time for keys begins.
    if let input = leg.input { effects.append(.setTimer(.input(leg.id), seconds: input.patienceSeconds)) }
  }

  /// A key stops what precedes input.
  private mutating func pressed(_ key: Character, _ leg: Leg) {
    guard var input = leg.input else { return }
    if leg.playback?.token == nil { stopPlaying(leg.id) }
    switch input.press(key) {
    case .goesOn:
      legs[leg.id]?.input = input
      effects.append(.setTimer(.input(leg.id), seconds: input.patienceSeconds))
    case .complete(let digits):
      endInput(of: leg.id)
      tell(.digitsCollected(token: input.token, digits: digits), input.contactID)
    }
  }

  mutating func silence(on id: LegID) {
    guard let input = legs[id]?.input else { return }
    endInput(of: id)
    let event = input.atSilence.map { TelephonyEvent.digitsCollected(token: input.token, digits: $0) }
    tell(event ?? .inputTimedOut(token: input.token), input.contactID)
  }

  mutating func endInput(of leg: LegID) {
    legs[leg]?.input = nil
    guardDigits(of: leg)
    effects.append(.cancelTimer(.input(leg)))
  }
}
