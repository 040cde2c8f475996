import FlowEngine
import FlowLanguage
import Routing
public import Vocabulary

/// Calls: all that reaches the Telephony port, and all that comes from it.
extension ContactCentre {
  /// The key of the tag that a contact gets from rules about callers.
  public static let callerTag = "caller"

  /// A call has come in for a number that a flow is bound to.
  /// - Parameter tags: what rules about callers mark it with.
  /// - Returns: its contact.
  public mutating func callArrived(
    from customer: String?, to system: String, flow reference: String, tags: [String] = [], at now: Moment
  ) throws(CentreProblem) -> String {
    enter(now)
    let flow = try contactFlow(reference)
    let contactID = newContact(.voice, Beginning(flowReference: reference), method: "INBOUND", previous: nil)
    change(contactID) { contact in
      contact.call = Call(isCustomerConnected: true)
      if !tags.isEmpty { contact.context.tags[Self.callerTag] = tags.joined(separator: " ") }
      contact.context.customerEndpoint = customer.map { Endpoint(type: "TELEPHONE_NUMBER", address: $0) }
      contact.context.systemEndpoint = Endpoint(type: "TELEPHONE_NUMBER", address: system)
    }
    effects.append(.telephony(contactID: contactID, .answer))
    begin(contactID, with: flow)
    settle()
    return contactID
  }

  /// An agent calls a number (Connect's outbound call from the desk).
  public mutating func callOut(to number: String, by agentID: String, at now: Moment) throws(CentreProblem) -> String {
    enter(now)
    guard let agent = agents[agentID], let settings = configuration.agents[agentID] else {
      throw CentreProblem(.agentNotFound, "There is no such agent.")
    }
    guard agent.slots.allSatisfy({ $0.channel != .voice }) else {
      throw CentreProblem(.wrongState, "The agent has a call already.")
    }
    guard surroundings.dialability(of: number) == .dialable else {
      throw CentreProblem(.invalid, "The number must be in E.164 form, such as +441632960000.")
    }
    let contactID = newContact(.voice, Beginning(flowReference: ""), method: "OUTBOUND", previous: nil)
    let queue = configuration.routingProfiles[settings.routingProfileID]?.outboundQueueID.flatMap { surroundings.queue($0) }
    change(contactID) { contact in
      contact.phase = .connecting
      contact.call = Call(isCustomerConnected: false)
      contact.queue = queue
      contact.context.targetQueue = queue
      contact.context.agent = settings.summary
      contact.context.customerEndpoint = Endpoint(type: "TELEPHONE_NUMBER", address: number)
      contact.times.connectedToAgentAt = now
      contact.service = AgentService(agent: settings.summary, routingProfileID: settings.routingProfileID, acceptedAt: now)
    }
    changeAgent(agentID) { agent in
      agent.slots.append(
        AgentSlot(
          contactID: contactID, channel: .voice, queueID: queue?.id, initiationMethod: "OUTBOUND", state: .connected, since: now,
          connectedAt: now))
    }
    agenda.append(.routing(.contactAssigned(self.number(of: contactID), agentNumber(agentID), .voice)))
    effects.append(.telephony(contactID: contactID, .callAgent(agentID: agentID)))
    dialCustomer(number, callerNumber: queue?.outboundCallerNumber, timeLimitSeconds: Self.dialSecondsMax, contactID)
    settle()
    return contactID
  }

  static let dialSecondsMax = 60

  mutating func callCustomer(_ callback: Callback, _ contactID: String) {
    change(contactID) { $0.callback?.attempts += 1 }
    dialCustomer(callback.number, callerNumber: callback.callerNumber, timeLimitSeconds: Self.dialSecondsMax, contactID)
  }

  mutating func dialCustomer(_ number: String, callerNumber: String?, timeLimitSeconds: Int, _ contactID: String) {
    effects.append(
      .telephony(
        contactID: contactID,
        .dialCustomer(token: Self.customerToken, number: number, callerNumber: callerNumber, timeLimitSeconds: timeLimitSeconds)))
    setDeadline(.dial(token: Self.customerToken), after: timeLimitSeconds + 5, for: contactID)
  }

  /// The token of the customer's own leg; a flow's tokens are positive.
  static let customerToken = 0
  /// Of what no flow plays, so that none waits for its end; not `agentsToken`, since a program tells commands apart by it.
  static let announcementToken = -2

  mutating func customerDidNotAnswer(_ contactID: String) {
    guard let contact = contacts[contactID], contact.call?.isCustomerConnected == false else { return }
    guard let callback = contact.callback, callback.attempts < callback.attemptsMax, let queue = contact.queue else {
      return disconnect(contactID, because: "CUSTOMER_DISCONNECT")
    }
    retry(callback, contact, in: queue)
  }

  /// Another attempt is a contact of its own, as in Connect.
  private mutating func retry(_ callback: Callback, _ contact: Contact, in queue: TargetQueue) {
    let start = now.adding(seconds: Int64(callback.retryDelaySeconds))
    let successor = moveOn(contact.id, method: "CALLBACK", to: queue, because: "CUSTOMER_DISCONNECT")
    change(successor) { contact in
      contact.phase = .scheduled
      contact.callback = callback
      contact.times.scheduledAt = start
    }
    setDeadline(.schedule, at: start, for: successor)
  }

  /// Something has happened on the telephone.
  public mutating func telephony(_ event: TelephonyEvent, of contactID: String, at now: Moment) {
    enter(now)
    guard let contact = contacts[contactID], contact.channel == .voice else { return }
    switch event {
    case .played(Self.announcementToken), .playingFailed(Self.announcementToken): break
    case .played(let token): flow(contactID, .presented(token: token))
    case .playingFailed(let token): flow(contactID, .presentationFailed(token: token))
    case .digitsCollected(let token, let digits): flow(contactID, .inputReceived(token: token, digits: digits))
    case .inputTimedOut(let token): flow(contactID, .inputTimedOut(token: token))
    case .customerHungUp:
      for id in conversations[contact.context.initialContactID] ?? [] { disconnect(id, because: "CUSTOMER_DISCONNECT") }
    case .agentAnswered(let agentID): agentAnswered(agentID, contact)
    case .agentHungUp(let agentID): agentHungUp(agentID, contact)
    case .agentReferred(let agentID, let name): agentReferred(agentID, to: name, contact)
    case .dialAnswered(Self.customerToken): customerAnswered(contactID)
    case .dialFailed(Self.customerToken), .dialTimedOut(Self.customerToken): customerDidNotAnswer(contactID)
    case .dialAnswered(let token): thirdPartyAnswered(contact, token)
    case .dialFailed(let token): thirdPartyGone(contact, .dialled(token: token, .failed))
    case .dialTimedOut(let token): thirdPartyGone(contact, .dialled(token: token, .timedOut))
    case .thirdPartyHungUp(let token): thirdPartyGone(contact, .dialled(token: token, .ended))
    case .transportFailed: disconnect(contactID, because: "TELECOM_PROBLEM")
    }
    settle()
  }

  private mutating func flow(_ contactID: String, _ event: FlowEvent) {
    change(contactID) { $0.awaited = nil }
    agenda.append(.flow(contactID: contactID, event))
  }

  private mutating func agentAnswered(_ agentID: String, _ contact: Contact) {
    if contact.offeredTo == agentID { try? acceptContact(contact.id, by: agentID, at: now) }
    if contact.monitoring != nil, contact.service?.agent.id == agentID { monitorAnswered(contact) }
  }

  private mutating func agentHungUp(_ agentID: String, _ contact: Contact) {
    if contact.offeredTo == agentID {
      try? rejectContact(contact.id, by: agentID, at: now)
    } else if contact.service?.agent.id == agentID {
      if contact.call?.thirdParty?.referral != nil { return abandonReferral(of: contact) }
      agentLeaves(contact)
    }
  }

  private mutating func customerAnswered(_ contactID: String) {
    guard let contact = contacts[contactID] else { return }
    cancelDeadline(.dial(token: Self.customerToken), of: contactID)
    change(contactID) { $0.call?.isCustomerConnected = true }
    if contact.service == nil, contact.phase == .inFlow { return beginAnsweredCall(contact) }
    guard let flow = flow(hook: "OutboundWhisper", default: .outboundWhisper, for: contact) else {
      return connectionMade(contactID)
    }
    startFlow(flow, as: .outboundWhisper, for: contactID)
  }

  // MARK: Third parties

  mutating func dial(_ request: ThirdPartyRequest, token: Int, for contact: Contact) {
    // Whoever was being called before is not, from now on.
    if contact.call?.thirdParty?.referral != nil { answerReferral(.notAnswered, contact) }
    change(contact.id) { $0.call?.thirdParty = Call.ThirdParty(token: token, number: request.number) }
    if token != Self.agentsToken { expect(.dial(token: token), contact.id) }
    effects.append(.telephony(contactID: contact.id, .dialThirdParty(token: token, request)))
  }

  /// An agent brings a number in: the customer is on hold meanwhile.
  mutating func dialBy(_ agentID: String, _ number: String, for contact: Contact) {
    holdParty(.customer, of: contact.id)
    change(contact.id) { $0.transfer = Transfer(target: .number(number), completedAt: nil) }
    dial(
      ThirdPartyRequest(
        number: number, timeLimitSeconds: Self.dialSecondsMax, continuesFlow: true, digits: nil, callerNumber: nil),
      token: Self.agentsToken, for: contact)
  }

  /// The token of a third party that an agent has brought in; a flow's are positive.
  static let agentsToken = -1

  private mutating func thirdPartyAnswered(_ contact: Contact, _ token: Int) {
    change(contact.id) { $0.call?.thirdParty?.isConnected = true }
    if contact.call?.thirdParty?.referral != nil { return completeReferral(of: contact) }
    if token == Self.agentsToken { return tellAgents(of: contact) }
    flow(contact.id, .dialled(token: token, .connected))
  }

  mutating func thirdPartyGone(_ contact: Contact, _ event: FlowEvent) {
    let referral = contact.call?.thirdParty?.referral
    change(contact.id) { contact in
      contact.call?.thirdParty = nil
      if contact.transfer?.completedAt == nil { contact.transfer = nil }
    }
    if let referral { return referralFailed(referral, contact) }
    if case .dialled(Self.agentsToken, _) = event { return tellAgents(of: contact) }
    flow(contact.id, event)
  }

  private mutating func tellAgents(of contact: Contact) {
    if let agentID = contact.service?.agent.id { effects.append(.agentChanged(agentID: agentID)) }
  }

  mutating func completeOutbound(_ call: OutboundCall, token: Int, for contact: Contact) {
    let number = contact.context.customerEndpoint?.address ?? ""
    expect(.dial(token: token), contact.id)
    effects.append(
      .telephony(
        contactID: contact.id,
        .dialCustomer(token: token, number: number, callerNumber: call.callerNumber, timeLimitSeconds: call.timeLimitSeconds)))
  }

  // MARK: Hold and mute

  /// Puts the customer on hold, or takes it back.
  public mutating func setHold(_ isHeld: Bool, of contactID: String, by agentID: String, at now: Moment) throws(CentreProblem) {
    enter(now)
    let contact = try spoken(contactID, by: agentID)
    guard contact.channel == .voice else { throw CentreProblem(.wrongChannel, "Only a call can be held.") }
    holdParty(.customer, of: contactID, isOn: isHeld)
    settle()
  }

  /// Brings everybody of a conversation together: the customer, the agents, the third party.
  public mutating func conference(_ contactID: String, by agentID: String, at now: Moment) throws(CentreProblem) {
    enter(now)
    let contact = try spoken(contactID, by: agentID)
    guard contact.channel == .voice else { throw CentreProblem(.wrongChannel, "Only a call can be made a conference.") }
    for id in conversations[contact.context.initialContactID] ?? [] { holdParty(.customer, of: id, isOn: false) }
    settle()
  }

  public mutating func setMute(_ isMuted: Bool, of contactID: String, by agentID: String, at now: Moment) throws(CentreProblem) {
    enter(now)
    let contact = try served(contactID, by: agentID)
    guard contact.channel == .voice else { throw CentreProblem(.wrongChannel, "Only a call can be muted.") }
    change(contactID) { $0.service?.isMuted = isMuted }
    effects.append(.telephony(contactID: contactID, .mute(agentID: agentID, isMuted: isMuted)))
    effects.append(.agentChanged(agentID: agentID))
    settle()
  }

  public mutating func sendDigits(_ digits: String, to contactID: String, by agentID: String, at now: Moment)
    throws(CentreProblem)
  {
    enter(now)
    let contact = try spoken(contactID, by: agentID)
    guard contact.channel == .voice else { throw CentreProblem(.wrongChannel, "Digits can be sent on a call alone.") }
    guard !digits.isEmpty, digits.utf8.count <= 64, digits.allSatisfy({ "0123456789*#".contains($0) }) else {
      throw CentreProblem(.invalid, "Digits are 1 to 64 of 0-9, * and #.")
    }
    effects.append(.telephony(contactID: contactID, .sendDigits(digits)))
    settle()
  }

  mutating func holdParty(_ party: Audience, of contactID: String, isOn: Bool = true) {
    guard let contact = contacts[contactID], contact.channel == .voice else { return }
    if party == .customer { holdCustomer(contact, isOn: isOn) }
    effects.append(.telephony(contactID: contactID, isOn ? .hold(party) : .resume(party)))
  }

  private mutating func holdCustomer(_ contact: Contact, isOn: Bool) {
    guard let service = contact.service, (service.heldSince != nil) != isOn else { return }
    let now = now
    change(contact.id) { contact in
      contact.call?.isCustomerOnHold = isOn
      guard isOn else { return contact.endHold(at: now) }
      contact.service?.heldSince = now
      contact.service?.holds += 1
    }
    changeSlot(of: contact.id, with: service.agent.id) { $0.state = isOn ? .connectedOnHold : .connected }
    guard isOn else { return interruptFlow(of: contact.id) }
    if let flow = flow(hook: "CustomerHold", default: .customerHold, for: contact) {
      startFlow(flow, as: .customerHold, for: contact.id)
    }
  }

  /// AgentOnHold, CustomerOnHold or OffHold, asked for by the flow of a transfer.
  mutating func setPreviousParticipantState(_ state: String, for contact: Contact) {
    guard let previous = contact.context.previousContactID, contacts[previous] != nil else { return }
    switch state {
    case "AgentOnHold": holdParty(.agent, of: previous)
    case "CustomerOnHold": holdParty(.customer, of: previous)
    default:
      holdParty(.customer, of: previous, isOn: false)
      holdParty(.agent, of: previous, isOn: false)
    }
  }
}
