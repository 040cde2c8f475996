import FlowEngine
import Vocabulary

extension ContactCentre {
  /// Notes what happened to a contact, as Connect's contact events tell it.
  mutating func tell(_ type: String, of contactID: String) {
    guard let contact = contacts[contactID] else { return }
    var text = JSONText(bytesExpected: 1_024)
    text.object { detail(type, of: contact, into: &$0) }
    effects.append(
      .contactEvent(
        ContactEvent(
          contactID: contactID, initialContactID: contact.context.initialContactID, type: type, at: now, detail: text.bytes)))
  }

  private func detail(_ type: String, of contact: Contact, into text: inout JSONText) {
    text.member("initiationTimestamp", contact.times.initiatedAt.rfc3339)
    text.member("contactId", contact.id)
    text.member("channel", contact.channel.rawValue)
    text.member("instanceArn", instance.arn)
    text.member("initiationMethod", contact.context.initiationMethod)
    text.member("eventType", type)
    if type == "CONTACT_DATA_UPDATED" { text.member("updatedProperties", []) }
    text.member("initialContactId", contact.context.initialContactID)
    text.member("previousContactId", ifAny: contact.context.previousContactID)
    text.member("relatedContactId", ifAny: contact.relatedContactID)
    if let agent = contact.service {
      text.member("agentInfo") { info in
        info.member("agentArn", agent.agent.arn)
        info.member("connectedToAgentTimestamp", agent.acceptedAt.rfc3339)
      }
    }
    if let queue = contact.queue, let at = contact.times.enqueuedAt {
      text.member("queueInfo") { info in
        info.member("queueArn", queue.arn)
        info.member("queueType", queue.isAgentQueue ? "AGENT" : "STANDARD")
        info.member("enqueueTimestamp", at.rfc3339)
      }
    }
    text.member("disconnectTimestamp", ifAny: contact.times.disconnectedAt?.rfc3339)
    text.member("disconnectReason", ifAny: contact.disconnectReason)
    if !contact.context.tags.isEmpty {
      let tags = contact.context.tags.sorted { $0.key < $1.key }
      text.member("tags", .object(tags.map { ($0.key, .string($0.value)) }))
    }
  }

  /// Notes that an agent has changed. One call from outside makes one event of it, of how the agent stands then.
  mutating func tellAgent(_ agentID: String) {
    if !changedAgents.contains(agentID) { changedAgents.append(agentID) }
  }

  mutating func tellChangedAgents() {
    for agentID in changedAgents { tellAgent(agentID, type: "STATE_CHANGE") }
    changedAgents.removeAll(keepingCapacity: true)
  }

  /// As Connect's agent event stream tells it; what has changed before comes before.
  mutating func tellAgent(_ agentID: String, type: String) {
    if let index = changedAgents.firstIndex(of: agentID), type != "STATE_CHANGE" {
      changedAgents.remove(at: index)
      tellAgent(agentID, type: "STATE_CHANGE")
    }
    guard let agent = agents[agentID], let settings = configuration.agents[agentID] else { return }
    var told = toldAgents.removeValue(forKey: agentID) ?? ToldAgent()
    var pieces = [piece(ofState: agent, settings, &told)]
    let slots = agent.slots.map { piece(of: $0, &told) }
    told.slots = slots
    for slot in slots {
      if pieces.count > 1 { pieces.append(Self.comma) }
      pieces.append(slot.piece)
    }
    pieces.append(end(of: type))
    toldAgents[agentID] = told
    effects.append(.agentEvent(AgentEvent(agentID: agentID, type: type, at: now, pieces: pieces)))
  }

  private static let comma = EventPiece(number: 0, bytes: Array(",".utf8))

  private mutating func numbered(_ bytes: [UInt8]) -> EventPiece {
    piecesTold += 1
    return EventPiece(number: piecesTold, bytes: bytes)
  }

  /// From the event's beginning to the agent's first contact.
  private mutating func piece(ofState agent: LiveAgent, _ settings: AgentSettings, _ told: inout ToldAgent) -> EventPiece {
    let state = ToldAgent.State(statusID: agent.statusID, since: agent.statusSince, nextStatusID: agent.nextStatusID)
    if let known = told.state, known.state == state { return known.piece }
    var text = JSONText(bytesExpected: 1_024)
    text.open()
    text.member("AWSAccountId", instance.accountID)
    text.member("AgentARN", settings.arn)
    text.name("CurrentAgentSnapshot")
    text.open()
    describe(agent, settings, into: &text)
    text.name("Contacts")
    text.raw("[")
    let piece = numbered(text.bytes)
    told.state = (state, piece)
    return piece
  }

  private func describe(_ agent: LiveAgent, _ settings: AgentSettings, into text: inout JSONText) {
    let status = configuration.statuses[agent.statusID]
    let profile = configuration.routingProfiles[settings.routingProfileID]
    text.member("AgentStatus") { text in
      text.member("ARN", status?.arn ?? "")
      text.member("Name", status?.name ?? "")
      text.member("StartTimestamp", agent.statusSince.rfc3339Milliseconds)
      text.member("Type", status?.kind.rawValue ?? "")
    }
    text.named("NextAgentStatus", agent.nextStatusID.flatMap { configuration.statuses[$0] }.map { ($0.arn, $0.name) })
    text.member("Configuration") { text in
      text.member("Username", settings.username)
      text.member("FirstName", settings.firstName)
      text.member("LastName", settings.lastName)
      text.named("RoutingProfile", (profile?.arn ?? "", profile?.name ?? ""))
    }
  }

  /// After the agent's last contact.
  private mutating func end(of type: String) -> EventPiece {
    var text = JSONText(bytesExpected: 384)
    text.raw("]")
    text.close()
    text.member("EventId", entropy.uuid())
    text.member("EventTimestamp", now.rfc3339Milliseconds)
    text.member("EventType", type)
    text.member("InstanceARN", instance.arn)
    text.member("PreviousAgentSnapshot", .null)
    text.member("Version", "2017-10-01")
    text.close()
    return numbered(text.bytes)
  }

  private mutating func piece(of slot: AgentSlot, _ told: inout ToldAgent) -> ToldAgent.Slot {
    let enqueuedAt = contacts[slot.contactID]?.times.enqueuedAt
    if let known = told.slots.first(where: { $0.slot == slot && $0.enqueuedAt == enqueuedAt }) { return known }
    let queue = slot.queueID.flatMap { configuration.queues[$0] }
    var text = JSONText(bytesExpected: 640)
    text.object { text in
      text.member("ContactId", slot.contactID)
      text.member("Channel", slot.channel.rawValue)
      text.member("State", slot.state.rawValue)
      text.member("StateStartTimestamp", slot.since.rfc3339Milliseconds)
      text.member("InitiationMethod", slot.initiationMethod)
      text.member("ConnectedToAgentTimestamp", orNull: slot.connectedAt?.rfc3339Milliseconds)
      text.named("Queue", queue.map { ($0.arn, $0.name) })
      text.member("QueueTimestamp", orNull: enqueuedAt?.rfc3339Milliseconds)
    }
    return ToldAgent.Slot(slot: slot, enqueuedAt: enqueuedAt, piece: numbered(text.bytes))
  }
}

/// The pieces that the last event of an agent was made of: those of which nothing has changed make the next one too.
struct ToldAgent: Sendable {
  struct State: Sendable, Hashable {
    let statusID: String
    let since: Moment
    let nextStatusID: String?
  }
  struct Slot: Sendable {
    let slot: AgentSlot
    let enqueuedAt: Moment?
    let piece: EventPiece
  }
  var state: (state: State, piece: EventPiece)?
  var slots: [Slot] = []
}

extension JSONText {
  /// `{"ARN", "Name"}`, or null.
  fileprivate mutating func named(_ name: String, _ what: (arn: String, name: String)?) {
    guard let what else { return member(name, JSON.null) }
    member(name) { text in
      text.member("ARN", what.arn)
      text.member("Name", what.name)
    }
  }
}
