import Contacts
import FlowEngine
import Link
import Protection
import SwitchStore
import Vocabulary

/// From what the cores have changed to rows, each value encrypted under its contact's key.
extension ContactHost {
  func encode(_ batch: PendingCommit) throws -> ContactStore.Commit {
    var commit = ContactStore.Commit()
    for (instanceID, ids) in merged(batch.changes) { try encode(ids, of: instanceID, into: &commit) }
    for (instanceID, effects) in batch.effects { try encode(effects, of: instanceID, into: &commit) }
    if !batch.audit.isEmpty {
      commit.outbox.append(
        ContactStore.OutboxEntry(topic: .audit, batch: ports.newID(), payload: JSON.array(batch.audit).bytes))
    }
    commit.remembered = batch.remembered
    return commit
  }

  /// A contact that changed twice is stored once, as it is now.
  private func merged(_ changes: [(instanceID: String, CentreChanges)]) -> [(String, CentreChanges)] {
    var merged: [String: CentreChanges] = [:]
    for (instanceID, more) in changes { merged[instanceID, default: CentreChanges()].formUnion(more) }
    return merged.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  private func encode(_ changes: CentreChanges, of instanceID: String, into commit: inout ContactStore.Commit) throws {
    for id in changes.contacts.sorted() {
      guard let contact = centres[instanceID]?.contacts[id] else { continue }
      let key = try key(of: id)
      let state = try Protected(JSON(encoding: contact), under: key.key, at: "contact/\(id)")
      commit.contacts.append(ContactStore.ContactRow(id: id, instance: instanceID, keyID: key.id, state: state))
    }
    commit.ended += changes.endedContacts.sorted()
    for id in changes.agents.sorted() {
      commit.agents.append((id, instanceID, try centres[instanceID]?.agents[id].map { try JSON(encoding: $0) }))
    }
  }

  private func encode(_ effects: [CentreEffect], of instanceID: String, into commit: inout ContactStore.Commit) throws {
    var events: [String: [JSON]] = [:]
    var order: [String] = []
    var agents: [JSON] = []
    for effect in effects {
      switch effect {
      case .append(let item): commit.parts.append(try part(item))
      case .log(let contactID, let initial, let entry): commit.parts.append(try part(entry, contactID, initial))
      case .contactEvent(let event):
        if events[event.contactID] == nil { order.append(event.contactID) }
        events[event.contactID, default: []].append(envelope(event, instanceID))
      case .agentEvent(let event): agents.append(event.json)
      case .fact(let fact): commit.facts.append((instanceID, fact))
      default: break
      }
    }
    for contactID in order { try encode(events[contactID] ?? [], of: contactID, deposit: nil, instanceID, into: &commit) }
    for case .deposit(let contactID, let record) in effects {
      try encode([], of: contactID, deposit: record, instanceID, into: &commit)
    }
    if !agents.isEmpty {
      let batch = ports.newID()
      let payload = try Protected<JSON>(
        ["instanceId": .string(instanceID), "events": .array(agents)], under: key.derived(for: "agent events"),
        at: "outbox/\(batch)")
      commit.outbox.append(ContactStore.OutboxEntry(topic: .agents, batch: batch, payload: payload.bytes))
    }
  }

  private func encode(
    _ events: [JSON], of contactID: String, deposit record: JSON?, _ instanceID: String, into commit: inout ContactStore.Commit
  ) throws {
    let batch = ports.newID()
    let initial =
      record?["InitialContactId"]?.string ?? centres[instanceID]?.contacts[contactID]?.context.initialContactID ?? contactID
    let held = try key(of: contactID)
    let payload = try Protected<JSON>(
      ["instanceId": .string(instanceID), "events": .array(events), "record": record ?? .null], under: held.key,
      at: "outbox/\(batch)")
    commit.outbox.append(
      ContactStore.OutboxEntry(
        topic: .contact(id: contactID, initial: initial, keyID: held.id, isDeposit: record != nil), batch: batch,
        payload: payload.bytes))
  }

  private func part(_ item: TranscriptItem) throws -> ContactStore.Part {
    ContactStore.Part(
      initial: item.initialContactID, sequence: item.sequence, kind: .item, contact: item.contactID, id: item.id,
      sealed: try Protected(
        JSON(encoding: item), under: try key(of: item.contactID).key, at: ContactStore.Part.place(.item, item.id)
      ).bytes)
  }

  private func part(_ entry: FlowLogEntry, _ contactID: String, _ initial: String) throws -> ContactStore.Part {
    logSequence += 1
    let id = ports.newID()
    return ContactStore.Part(
      initial: initial, sequence: logSequence, kind: .flowLog, contact: contactID, id: id,
      sealed: try Protected(entry.json, under: try key(of: contactID).key, at: ContactStore.Part.place(.flowLog, id)).bytes)
  }

  func key(of contactID: String) throws -> ContactKeyRing.Held {
    guard let key = keys.key(of: contactID) else { throw LinkProblem(.peerGone, message: "there is no key for a contact") }
    return key
  }

  /// As Amazon EventBridge delivers Connect's contact events.
  private func envelope(_ event: ContactEvent, _ instanceID: String) -> JSON {
    let identity = centres[instanceID]?.instance
    return [
      "version": "0", "id": .string(ports.newID()), "detail-type": "Amazon Connect Contact Event", "source": "aws.connect",
      "account": .string(identity?.accountID ?? ""), "time": .string(event.at.rfc3339),
      "region": .string(identity?.region ?? ""),
      "resources": [.string(identity?.arn ?? ""), .string("\(identity?.arn ?? "")/contact/\(event.contactID)")],
      "detail": event.detail,
    ]
  }
}
