import FlowEngine
import Vocabulary

extension ContactCentre {
  /// Notes what happened to a contact, as Connect's contact events tell it.
  mutating func tell(_ type: String, of contactID: String) {
    guard let contact = contacts[contactID] else { return }
    var detail = JSON.Object()
    detail["initiationTimestamp"] = .string(contact.times.initiatedAt.rfc3339)
    detail["contactId"] = .string(contact.id)
    detail["channel"] = .string(contact.channel.rawValue)
    detail["instanceArn"] = .string(instance.arn)
    detail["initiationMethod"] = .string(contact.context.initiationMethod)
    detail["eventType"] = .string(type)
    detail["updatedProperties"] = type == "CONTACT_DATA_UPDATED" ? [] : nil
    detail["initialContactId"] = .string(contact.context.initialContactID)
    detail["previousContactId"] = contact.context.previousContactID.map(JSON.string)
    detail["relatedContactId"] = contact.relatedContactID.map(JSON.string)
    if let agent = contact.service {
      detail["agentInfo"] = [
        "agentArn": .string(agent.agent.arn), "connectedToAgentTimestamp": .string(agent.acceptedAt.rfc3339),
      ]
    }
    if let queue = contact.queue, let at = contact.times.enqueuedAt {
      detail["queueInfo"] = [
        "queueArn": .string(queue.arn), "queueType": queue.isAgentQueue ? "AGENT" : "STANDARD",
        "enqueueTimestamp": .string(at.rfc3339),
      ]
    }
    detail["disconnectTimestamp"] = contact.times.disconnectedAt.map { .string($0.rfc3339) }
    detail["disconnectReason"] = contact.disconnectReason.map(JSON.string)
    if !contact.context.tags.isEmpty {
      detail["tags"] = .object(contact.context.tags.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })
    }
    effects.append(.contactEvent(ContactEvent(contactID: contactID, type: type, at: now, detail: JSON(.object(detail)))))
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
    guard let snapshot = agentSnapshot(agentID) else { return }
    let event: JSON = [
      "AWSAccountId": .string(instance.accountID), "AgentARN": .string(configuration.agents[agentID]?.arn ?? ""),
      "CurrentAgentSnapshot": snapshot, "EventId": .string(entropy.uuid()), "EventTimestamp": .string(now.rfc3339Milliseconds),
      "EventType": .string(type), "InstanceARN": .string(instance.arn), "PreviousAgentSnapshot": .null, "Version": "2017-10-01",
    ]
    effects.append(.agentEvent(AgentEvent(agentID: agentID, type: type, at: now, json: event)))
  }

  private func agentSnapshot(_ agentID: String) -> JSON? {
    guard let agent = agents[agentID], let settings = configuration.agents[agentID] else { return nil }
    let status = configuration.statuses[agent.statusID]
    let profile = configuration.routingProfiles[settings.routingProfileID]
    return [
      "AgentStatus": [
        "ARN": .string(status?.arn ?? ""), "Name": .string(status?.name ?? ""),
        "StartTimestamp": .string(agent.statusSince.rfc3339Milliseconds),
        "Type": .string(status?.kind.rawValue ?? ""),
      ],
      "NextAgentStatus": agent.nextStatusID.flatMap { configuration.statuses[$0] }.map {
        ["ARN": .string($0.arn), "Name": .string($0.name)]
      }
        ?? .null,
      "Configuration": [
        "Username": .string(settings.username), "FirstName": .string(settings.firstName), "LastName": .string(settings.lastName),
        "RoutingProfile": ["ARN": .string(profile?.arn ?? ""), "Name": .string(profile?.name ?? "")],
      ],
      "Contacts": .array(agent.slots.map(snapshot)),
    ]
  }

  private func snapshot(_ slot: AgentSlot) -> JSON {
    let queue = slot.queueID.flatMap { configuration.queues[$0] }
    return [
      "ContactId": .string(slot.contactID), "Channel": .string(slot.channel.rawValue), "State": .string(slot.state.rawValue),
      "StateStartTimestamp": .string(slot.since.rfc3339Milliseconds), "InitiationMethod": .string(slot.initiationMethod),
      "ConnectedToAgentTimestamp": slot.connectedAt.map { .string($0.rfc3339Milliseconds) } ?? .null,
      "Queue": queue.map { ["ARN": .string($0.arn), "Name": .string($0.name)] } ?? .null,
      "QueueTimestamp": contacts[slot.contactID]?.times.enqueuedAt.map { .string($0.rfc3339Milliseconds) } ?? .null,
    ]
  }
}
