import ContactMetrics
import Contacts
import FlowEngine
import Protection
import SwitchStore
import Vocabulary

/// What one transaction writes, before each value is encrypted under its contact's key.
struct PlainCommit: Sendable {
  struct Part: Sendable {
    enum Content: Sendable {
      case item(TranscriptItem)
      case flowLog(FlowLogEntry)
    }
    let initial: String
    let sequence: Int64
    let contact: String
    let id: String
    let content: Content
    let key: ProtectionKey
  }

  struct Entry: Sendable {
    let topic: ContactStore.OutboxEntry.Topic
    let batch: String
    let payload: JSON
    /// nil for what the keep may see as it lies there: audit events.
    let key: ProtectionKey?
  }

  var contacts: [(instanceID: String, contact: Contact, key: ContactKeyRing.Held)] = []
  var ended: [String] = []
  var agents: [(id: String, instanceID: String, agent: LiveAgent?)] = []
  var parts: [Part] = []
  var outbox: [Entry] = []
  var remembered: [ContactStore.RememberedRequest] = []
  var facts: [(instance: String, MetricFact)] = []

  /// The rows. It takes long, and is nobody's turn but its own.
  func sealed() async throws -> ContactStore.Commit {
    var commit = ContactStore.Commit()
    commit.contacts = try contacts.map { instanceID, contact, key in
      let state = try Protected(JSON(encoding: contact), under: key.key, at: "contact/\(contact.id)")
      return ContactStore.ContactRow(id: contact.id, instance: instanceID, keyID: key.id, state: state)
    }
    commit.ended = ended
    commit.agents = try agents.map { ($0.id, $0.instanceID, try $0.agent.map { try JSON(encoding: $0) }) }
    commit.parts = try parts.map { try $0.sealed() }
    commit.outbox = try outbox.map { try $0.sealed() }
    commit.remembered = remembered
    commit.facts = facts
    return commit
  }
}

extension PlainCommit.Part {
  fileprivate func sealed() throws -> ContactStore.Part {
    let (kind, json): (ContactStore.Part.Kind, JSON) =
      switch content {
      case .item(let item): (.item, try JSON(encoding: item))
      case .flowLog(let entry): (.flowLog, entry.json)
      }
    return ContactStore.Part(
      initial: initial, sequence: sequence, kind: kind, contact: contact, id: id,
      sealed: try Protected(json, under: key, at: ContactStore.Part.place(kind, id)).bytes)
  }
}

extension PlainCommit.Entry {
  fileprivate func sealed() throws -> ContactStore.OutboxEntry {
    let bytes = try key.map { try Protected(payload, under: $0, at: "outbox/\(batch)").bytes }
    return ContactStore.OutboxEntry(topic: topic, batch: batch, payload: bytes ?? payload.bytes)
  }
}
