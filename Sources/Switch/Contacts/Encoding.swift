import Contacts
import FlowEngine
import Link
import Protection
import SwitchStore
import Vocabulary

/// From what the cores have changed to what will be rows. Values are gathered here; `PlainCommit` encrypts them,
/// beside the actor.
extension ContactHost {
  func gather(_ batch: PendingCommit) throws -> PlainCommit {
    var commit = PlainCommit()
    for (instanceID, ids) in merged(batch.changes) { try gather(ids, of: instanceID, into: &commit) }
    for (instanceID, effects) in batch.effects { try gather(effects, of: instanceID, into: &commit) }
    if !batch.audit.isEmpty {
      commit.outbox.append(PlainCommit.Entry(topic: .audit, batch: ports.newID(), payload: .array(batch.audit), key: nil))
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

  private func gather(_ changes: CentreChanges, of instanceID: String, into commit: inout PlainCommit) throws {
    for id in changes.contacts.sorted() {
      guard let contact = centres[instanceID]?.contacts[id] else { continue }
      commit.contacts.append((instanceID, contact, try key(of: id)))
    }
    commit.ended += changes.endedContacts.sorted()
    for id in changes.agents.sorted() {
      commit.agents.append((id, instanceID, centres[instanceID]?.agents[id]))
    }
  }

  private func gather(_ effects: [CentreEffect], of instanceID: String, into commit: inout PlainCommit) throws {
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
    for contactID in order { try gather(events[contactID] ?? [], of: contactID, deposit: nil, instanceID, into: &commit) }
    for case .deposit(let contactID, let record) in effects {
      try gather([], of: contactID, deposit: record, instanceID, into: &commit)
    }
    if !agents.isEmpty {
      commit.outbox.append(
        PlainCommit.Entry(
          topic: .agents, batch: ports.newID(), payload: ["instanceId": .string(instanceID), "events": .array(agents)],
          key: agentsKey))
    }
  }

  private func gather(
    _ events: [JSON], of contactID: String, deposit record: JSON?, _ instanceID: String, into commit: inout PlainCommit
  ) throws {
    let initial =
      record?["InitialContactId"]?.string ?? centres[instanceID]?.contacts[contactID]?.context.initialContactID ?? contactID
    let held = try key(of: contactID)
    commit.outbox.append(
      PlainCommit.Entry(
        topic: .contact(id: contactID, initial: initial, keyID: held.id, isDeposit: record != nil), batch: ports.newID(),
        payload: ["instanceId": .string(instanceID), "events": .array(events), "record": record ?? .null], key: held.key))
  }

  private func part(_ item: TranscriptItem) throws -> PlainCommit.Part {
    PlainCommit.Part(
      initial: item.initialContactID, sequence: item.sequence, contact: item.contactID, id: item.id, content: .item(item),
      key: try key(of: item.contactID).key)
  }

  private func part(_ entry: FlowLogEntry, _ contactID: String, _ initial: String) throws -> PlainCommit.Part {
    logSequence += 1
    return PlainCommit.Part(
      initial: initial, sequence: logSequence, contact: contactID, id: ports.newID(), content: .flowLog(entry),
      key: try key(of: contactID).key)
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
