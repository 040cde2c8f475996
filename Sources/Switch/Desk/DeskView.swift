import Contacts
import FlowEngine
import Vocabulary

/// What a desk shows of its agent.
extension ContactHost {
  func deskConnected(_ agentID: String, in instanceID: String) async throws {
    ports.effects.desks.follow(agentID, in: instanceID)
    try await perform(instanceID, nil) { try $0.deskConnected(agentID, at: $1) }
  }

  /// The text of the agent's JSON.
  func deskSnapshot(of agentID: String, in instanceID: String) async throws -> [UInt8] {
    try await read(instanceID) { centre, _ in centre.deskView(of: agentID) }
  }

  /// The same, with the conversations that an agent is in: initial contact and its own participant.
  func deskState(of agentID: String, in instanceID: String) async throws -> (
    view: [UInt8], conversations: [(initial: String, participantID: String)]
  ) {
    try await read(instanceID) { centre, _ in (centre.deskView(of: agentID), centre.conversations(of: agentID)) }
  }

  /// The transcript of a contact that the agent serves, earlier contacts of the conversation included.
  func transcript(for agentID: String, of contactID: String, in instanceID: String) async throws -> [JSON] {
    let contact = try await read(instanceID) { centre, _ throws(CentreProblem) in
      guard let contact = centre.contacts[contactID], contact.service?.agent.id == agentID else {
        throw CentreProblem(.contactNotFound, "The agent has no contact \(contactID).")
      }
      return contact
    }
    return try await transcript(of: contact)
  }
}

extension ContactCentre {
  fileprivate func conversations(of agentID: String) -> [(initial: String, participantID: String)] {
    (agents[agentID]?.slots ?? []).compactMap { slot in
      guard let contact = contacts[slot.contactID], contact.phase == .connected || contact.phase == .connecting,
        let participantID = contact.service?.participantID
      else { return nil }
      return (contact.context.initialContactID, participantID)
    }
  }

  fileprivate func deskView(of agentID: String) -> [UInt8] {
    guard let agent = agents[agentID], let settings = configuration.agents[agentID] else { return Array("null".utf8) }
    let status = configuration.statuses[agent.statusID]
    var text = JSONText(bytesExpected: 512 + 768 * agent.slots.count)
    text.object { text in
      text.member("agentId", agentID)
      text.member("username", settings.username)
      text.member("state") { state in
        state.member("agentStatusId", agent.statusID)
        state.member("name", status?.name ?? "")
        state.member("type", status?.kind.rawValue ?? "")
        state.member("since", agent.statusSince.rfc3339)
      }
      text.name("nextState")
      text.objectOrNull(agent.nextStatusID.flatMap { configuration.statuses[$0] }) { text, next in
        text.member("agentStatusId", next.id)
        text.member("name", next.name)
      }
      text.name("contacts")
      text.array(agent.slots) { view($0, into: &$1) }
    }
    return text.bytes
  }

  private func view(_ slot: AgentSlot, into text: inout JSONText) {
    let contact = contacts[slot.contactID]
    let context = contact?.context
    text.object { text in
      text.member("contactId", slot.contactID)
      text.member("channel", slot.channel.rawValue)
      text.member("state", slot.state.rawValue)
      text.member("since", slot.since.rfc3339)
      text.member("initiationMethod", slot.initiationMethod)
      text.name("queue")
      text.objectOrNull(slot.queueID.flatMap { configuration.queues[$0] }) { text, queue in
        text.member("queueId", queue.id)
        text.member("name", queue.name)
      }
      text.member("isRecordingSuspended", JSON.bool(contact?.call?.recording?.isSuspended ?? false))
      text.member("initialContactId", orNull: context?.initialContactID)
      text.member("name", orNull: context?.name)
      text.member("description", orNull: context?.description)
      text.member("attributes", context.map { JSON(.object($0.attributes)) } ?? [:])
      text.name("references")
      text.array(context?.references ?? []) { reference, text in
        text.object { text in
          text.member("name", reference.name)
          text.member("type", reference.type)
          text.member("value", reference.value)
        }
      }
      text.name("customer")
      text.objectOrNull(contact?.chat?.customer) { $0.member("displayName", $1.displayName) }
      text.member("participantId", orNull: contact?.service?.participantID)
      text.member("isMuted", .bool(contact?.service?.isMuted ?? false))
      text.name("monitoring")
      text.objectOrNull(contact?.monitoring) { text, monitoring in
        text.member("contactId", monitoring.contactID)
        text.member("mode", monitoring.mode.rawValue)
        text.member("mayBarge", .bool(monitoring.mayBarge))
      }
      text.member("supervisors", .strings(barged(into: slot.contactID).map(\.username)))
    }
  }
}
