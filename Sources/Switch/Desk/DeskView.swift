import Contacts
import FlowEngine
import Vocabulary

/// What a desk shows of its agent.
extension ContactHost {
  func deskConnected(_ agentID: String, in instanceID: String) async throws {
    ports.effects.desks.follow(agentID, in: instanceID)
    try await perform(instanceID, nil) { try $0.deskConnected(agentID, at: $1) }
  }

  func deskSnapshot(of agentID: String, in instanceID: String) async throws -> JSON {
    try await read(instanceID) { centre, _ in centre.deskView(of: agentID) }
  }

  /// The conversations that an agent is in: initial contact and its own participant.
  func agentConversations(_ agentID: String, in instanceID: String) -> [(initial: String, participantID: String)] {
    guard let centre = centres[instanceID] else { return [] }
    return (centre.agents[agentID]?.slots ?? []).compactMap { slot in
      guard let contact = centre.contacts[slot.contactID], contact.phase == .connected || contact.phase == .connecting,
        let participantID = contact.service?.participantID
      else { return nil }
      return (contact.context.initialContactID, participantID)
    }
  }

  /// The transcript of a contact that the agent serves, earlier contacts of the conversation included.
  func transcript(for agentID: String, of contactID: String, in instanceID: String) async throws -> [TranscriptItem] {
    let initial = try await read(instanceID) { centre, _ throws(CentreProblem) in
      guard let contact = centre.contacts[contactID], contact.service?.agent.id == agentID else {
        throw CentreProblem(.contactNotFound, "The agent has no contact \(contactID).")
      }
      return contact.context.initialContactID
    }
    return try await transcript(of: initial, in: instanceID)
  }
}

extension ContactCentre {
  fileprivate func deskView(of agentID: String) -> JSON {
    guard let agent = agents[agentID], let settings = configuration.agents[agentID] else { return .null }
    let status = configuration.statuses[agent.statusID]
    return [
      "agentId": .string(agentID), "username": .string(settings.username),
      "state": [
        "agentStatusId": .string(agent.statusID), "name": .string(status?.name ?? ""),
        "type": .string(status?.kind.rawValue ?? ""),
        "since": .string(agent.statusSince.rfc3339),
      ],
      "nextState": agent.nextStatusID.flatMap { configuration.statuses[$0] }.map {
        ["agentStatusId": .string($0.id), "name": .string($0.name)]
      } ?? .null,
      "contacts": .array(agent.slots.map(deskView)),
    ]
  }

  private func deskView(_ slot: AgentSlot) -> JSON {
    let contact = contacts[slot.contactID]
    let context = contact?.context
    var view = JSON.Object()
    view["contactId"] = .string(slot.contactID)
    view["channel"] = .string(slot.channel.rawValue)
    view["state"] = .string(slot.state.rawValue)
    view["since"] = .string(slot.since.rfc3339)
    view["initiationMethod"] = .string(slot.initiationMethod)
    view["queue"] =
      slot.queueID.flatMap { configuration.queues[$0] }.map { ["queueId": .string($0.id), "name": .string($0.name)] } ?? .null
    view["initialContactId"] = context.map { .string($0.initialContactID) } ?? .null
    view["name"] = context?.name.map(JSON.string) ?? .null
    view["description"] = context?.description.map(JSON.string) ?? .null
    view["attributes"] = context.map { JSON(.object($0.attributes)) } ?? [:]
    view["references"] = .array(
      (context?.references ?? []).map { ["name": .string($0.name), "type": .string($0.type), "value": .string($0.value)] })
    view["customer"] = contact?.chat?.customer.map { ["displayName": .string($0.displayName)] } ?? .null
    view["participantId"] = contact?.service?.participantID.map(JSON.string) ?? .null
    view["isMuted"] = .bool(contact?.service?.isMuted ?? false)
    return JSON(.object(view))
  }
}
