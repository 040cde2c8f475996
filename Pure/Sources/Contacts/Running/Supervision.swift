public import FlowEngine
import Routing
public import Vocabulary

/// Supervisors who listen to calls (Connect's MonitorContact). Each session is a contact of its own, and a leg of its own.
///
/// It is bound to the one contact that was asked for: when that ends, by a transfer too, so does the session.
extension ContactCentre {
  /// Sessions of one contact at once, as in Connect.
  public static let monitorsMax = 5
  static let monitorRingSecondsMax = 30

  /// A supervisor's telephone rings; once it is answered they hear the call.
  /// - Returns: the contact of the session.
  public mutating func monitorContact(_ contactID: String, by userID: String, mayBarge: Bool, at now: Moment)
    throws(CentreProblem) -> String
  {
    enter(now)
    guard let settings = configuration.agents[userID] else {
      throw CentreProblem(.agentNotFound, "There is no user \(userID) in this instance.")
    }
    try checkCanBeMonitored(contactID, by: userID)
    if agents[userID] == nil { addAgent(userID) }
    var beginning = Beginning(flowReference: "")
    beginning.relatedContactID = contactID
    let made = newContact(.voice, beginning, method: "MONITOR", previous: nil)
    change(made) { contact in
      contact.phase = .connecting
      contact.monitoring = Monitoring(contactID: contactID, mayBarge: mayBarge)
      contact.context.agent = settings.summary
      contact.service = AgentService(agent: settings.summary, routingProfileID: settings.routingProfileID, acceptedAt: now)
    }
    changeAgent(userID) { agent in
      agent.slots.append(
        AgentSlot(
          contactID: made, channel: .voice, queueID: nil, initiationMethod: "MONITOR", state: .connecting, since: now,
          connectedAt: nil))
    }
    tellAgent(userID)
    monitors[contactID, default: []].append(made)
    agenda.append(.routing(.contactAssigned(number(of: made), agentNumber(userID), .voice)))
    effects.append(.telephony(contactID: made, .callAgent(agentID: userID)))
    setDeadline(.monitorAnswer, after: Self.monitorRingSecondsMax, for: made)
    settle()
    return made
  }

  private func checkCanBeMonitored(_ contactID: String, by userID: String) throws(CentreProblem) {
    let contact = try live(contactID)
    guard contact.channel == .voice else { throw CentreProblem(.wrongChannel, "Only calls can be monitored.") }
    guard contact.monitoring == nil else {
      throw CentreProblem(.invalid, "The contact \(contactID) is a monitoring session itself: name the contact that it monitors.")
    }
    guard contact.phase == .connected, let agentID = contact.service?.agent.id else {
      throw CentreProblem(.invalid, "The contact \(contactID) is not connected to an agent: it can be monitored while it is.")
    }
    guard agentID != userID else { throw CentreProblem(.invalid, "The user is the agent of the contact \(contactID).") }
    guard agents[userID]?.slots.allSatisfy({ $0.channel != .voice }) ?? true else {
      throw CentreProblem(.invalid, "The user has a call, or monitors one, already: end it first.")
    }
    guard monitors[contactID, default: []].count < Self.monitorsMax else {
      throw CentreProblem(.tooMany, "\(Self.monitorsMax) users monitor the contact \(contactID) already, and no more may.")
    }
  }

  mutating func monitorAnswered(_ contact: Contact) {
    guard let monitoring = contact.monitoring, let userID = contact.service?.agent.id, contact.phase == .connecting else {
      return
    }
    cancelDeadline(.monitorAnswer, of: contact.id)
    let now = now
    change(contact.id) { contact in
      contact.phase = .connected
      contact.times.connectedToAgentAt = now
    }
    changeSlot(of: contact.id, with: userID) { slot in
      slot.state = .connected
      slot.connectedAt = now
    }
    effects.append(.telephony(contactID: contact.id, .join(agentID: userID)))
    effects.append(.telephony(contactID: contact.id, .monitor(contactID: monitoring.contactID, mode: monitoring.mode)))
    tell("CONNECTED_TO_AGENT", of: contact.id)
  }

  /// What a supervisor's session may be made by them.
  /// - Returns: the contact that it listens to.
  /// - Throws: unless the session is theirs, has been answered, and was asked for with that.
  @discardableResult
  public func checkMonitoring(_ contactID: String, by userID: String, as mode: MonitorMode) throws(CentreProblem) -> String {
    let contact = try live(contactID)
    guard let monitoring = contact.monitoring, contact.service?.agent.id == userID else {
      throw CentreProblem(.wrongState, "The contact \(contactID) is no monitoring session of this user.")
    }
    guard contact.phase == .connected else {
      throw CentreProblem(.wrongState, "The telephone has not been answered: nothing can be changed before.")
    }
    guard mode == .silentMonitor || monitoring.mayBarge else {
      throw CentreProblem(
        .notPermitted, "The session was begun without BARGE among its AllowedMonitorCapabilities: it stays silent.")
    }
    return monitoring.contactID
  }

  public mutating func setMonitorMode(_ mode: MonitorMode, of contactID: String, by userID: String, at now: Moment)
    throws(CentreProblem)
  {
    enter(now)
    let monitored = try checkMonitoring(contactID, by: userID, as: mode)
    change(contactID) { $0.monitoring?.mode = mode }
    effects.append(.telephony(contactID: contactID, .monitor(contactID: monitored, mode: mode)))
    effects.append(.agentChanged(agentID: userID))
    tellAgent(ofMonitored: monitored)
    settle()
  }

  /// The supervisors whom all hear in a call.
  public func barged(into contactID: String) -> [AgentSummary] {
    (monitors[contactID] ?? []).compactMap { contacts[$0] }
      .filter { $0.monitoring?.mode == .barge && $0.phase == .connected }.compactMap { $0.service?.agent }
  }

  // MARK: Endings

  /// The call that they listen to is over.
  mutating func endMonitors(of contactID: String) {
    for monitor in monitors[contactID] ?? [] { disconnect(monitor, because: "OTHER") }
  }

  /// A supervisor who is gone listens to nothing.
  mutating func endMonitoring(by userID: String) {
    for slot in agents[userID]?.slots ?? [] where contacts[slot.contactID]?.monitoring != nil {
      disconnect(slot.contactID, because: "AGENT_NETWORK_DISCONNECT")
    }
  }

  mutating func monitorUnanswered(_ contactID: String) {
    guard contacts[contactID]?.phase == .connecting else { return }
    disconnect(contactID, because: "OTHER")
  }

  mutating func noteMonitoringEnd(_ contact: Contact, _ monitoring: Monitoring, because reason: String) {
    monitors[monitoring.contactID]?.removeAll { $0 == contact.id }
    if monitors[monitoring.contactID]?.isEmpty == true { monitors[monitoring.contactID] = nil }
    effects.append(
      .monitoringEnded(
        MonitoringEnd(
          monitorContactID: contact.id, contactID: monitoring.contactID, userID: contact.service?.agent.id ?? "", reason: reason))
    )
    if monitoring.mode == .barge { tellAgent(ofMonitored: monitoring.contactID) }
  }

  /// Whom all hear is shown at the agent's desk.
  private mutating func tellAgent(ofMonitored contactID: String) {
    if let agentID = contacts[contactID]?.service?.agent.id { effects.append(.agentChanged(agentID: agentID)) }
  }

  /// - Throws: unless this agent is talking with this contact, and not merely listening to another.
  func spoken(_ contactID: String, by agentID: String) throws(CentreProblem) -> Contact {
    let contact = try served(contactID, by: agentID)
    guard contact.monitoring == nil else {
      throw CentreProblem(.wrongState, "A monitoring session is muted and ended, and nothing else is done with it.")
    }
    return contact
  }
}
