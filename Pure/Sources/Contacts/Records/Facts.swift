public import ContactMetrics
import FlowEngine
public import Vocabulary

/// What is counted of contacts and agents. Nothing here is personal.
extension ContactCentre {
  /// What is known now and was not told yet: contacts that live, and what agents are doing.
  public func openFacts(at now: Moment) -> [MetricFact] {
    let open = contacts.keys.sorted().compactMap { contacts[$0] }.filter { $0.monitoring == nil }
      .map { MetricFact.contact(fact(of: $0, isOver: false)) }
    return open
      + agents.keys.sorted().compactMap { agents[$0].flatMap { activityFact(of: $0, until: now) } }.map(MetricFact.activity)
  }

  func fact(of contact: Contact, isOver: Bool) -> ContactFact {
    let times = contact.times
    var fact = ContactFact(
      contactID: contact.id, channel: contact.channel, initiationMethod: contact.context.initiationMethod,
      initiatedAt: times.initiatedAt)
    fact.subtype = contact.context.segmentAttributes["connect:Subtype"]?["ValueString"]?.string
    fact.queueID = contact.queue.flatMap { $0.isAgentQueue ? nil : $0.id }
    fact.enqueuedAt = contact.queue == nil ? nil : times.enqueuedAt
    fact.dequeuedAt = times.dequeuedAt
    fact.disconnectedAt = isOver ? times.disconnectedAt : nil
    fact.disconnectReason = contact.disconnectReason
    fact.isTransferredOut = contact.nextContactID != nil || contact.transfer?.isToNumber == true
    fact.asksForCallback = contact.callbackContactID != nil && contact.nextContactID == nil
    if let service = contact.service { note(service, times, &fact) }
    return fact
  }

  private func note(_ service: AgentService, _ times: ContactTimes, _ fact: inout ContactFact) {
    fact.agentID = service.agent.id
    fact.routingProfileID = service.routingProfileID
    fact.connectedToAgentAt = times.connectedToAgentAt
    fact.holds = service.holds
    fact.holdSeconds = Int(service.holdMicroseconds / 1_000_000)
    fact.interactionSeconds = max(0, seconds(from: times.connectedToAgentAt, to: times.disconnectedAt) - fact.holdSeconds)
    fact.afterContactWorkSeconds = seconds(from: times.afterContactWorkStartedAt, to: times.afterContactWorkEndedAt)
  }

  func seconds(from start: Moment?, to end: Moment?) -> Int {
    guard let start, let end else { return 0 }
    return Int(max(0, end.microseconds - start.microseconds) / 1_000_000)
  }

  /// An offer that nobody took.
  mutating func noteNonResponse(_ contactID: String, _ agentID: String) {
    guard let contact = contacts[contactID], let profile = configuration.agents[agentID]?.routingProfileID else { return }
    let queueID = contact.queue.flatMap { $0.isAgentQueue ? nil : $0.id }
    effects.append(
      .fact(
        .nonResponse(
          NonResponseFact(
            contactID: contactID, channel: contact.channel, queueID: queueID, agentID: agentID, routingProfileID: profile, at: now
          ))))
  }

  // MARK: Agents

  /// Tells what the agent did until now, when it does something else from now on.
  mutating func noteActivity(_ agentID: String) {
    guard let index = agents.index(forKey: agentID) else { return }
    let agent = agents.values[index]
    let activity = activity(of: agent)
    guard activity?.kind != agent.activity?.kind || activity?.routingProfileID != agent.activity?.routingProfileID else { return }
    if let fact = activityFact(of: agent, until: now) { effects.append(.fact(.activity(fact))) }
    agents.values[index].activity = activity
    changes.agents.insert(agentID)
  }

  private func activity(of agent: LiveAgent) -> LiveAgent.Activity? {
    guard agent.isPresent, configuration.statuses[agent.statusID]?.kind == .routable,
      let profile = configuration.agents[agent.id]?.routingProfileID, let kind = agent.activityKind
    else { return nil }
    return LiveAgent.Activity(kind: kind, since: now, routingProfileID: profile)
  }

  private func activityFact(of agent: LiveAgent, until now: Moment) -> ActivityFact? {
    guard let activity = agent.activity, activity.since < now else { return nil }
    return ActivityFact(
      agentID: agent.id, routingProfileID: activity.routingProfileID, kind: activity.kind, start: activity.since.toMillisecond,
      end: now.toMillisecond)
  }
}

extension LiveAgent {
  /// nil while a contact is on its way to the agent.
  fileprivate var activityKind: ActivityFact.Kind? {
    if slots.contains(where: { [.connected, .connectedOnHold, .ended].contains($0.state) }) { return .onContact }
    return slots.contains { [.connecting, .incoming].contains($0.state) } ? nil : .idle
  }
}

extension Moment {
  /// As precise as events tell it.
  fileprivate var toMillisecond: Moment { Moment(microseconds: microseconds / 1_000 * 1_000) }
}

extension Transfer {
  /// Whether the customer has gone on with a number outside.
  var isToNumber: Bool {
    if case .number = target { completedAt != nil } else { false }
  }
}
