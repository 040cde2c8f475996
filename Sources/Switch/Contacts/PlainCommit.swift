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

  /// What became of one contact.
  struct News: Sendable {
    let contact: String
    let initial: String
    let content: ContactNews
    let key: ContactKeyRing.Held
  }

  /// Unique for ever.
  let id: String
  var contacts: [(instanceID: String, contact: Contact, key: ContactKeyRing.Held)] = []
  var ended: [Int64] = []
  var agents: [(id: String, instanceID: String, agent: LiveAgent?)] = []
  var parts: [Part] = []
  var news: [News] = []
  var agentNews: [AgentNews] = []
  /// That of what is of no single contact.
  let agentsKey: ProtectionKey
  var audit: [[UInt8]] = []
  var remembered: [ContactStore.RememberedRequest] = []
  var facts: [(instance: String, MetricFact)] = []
  var delivered: [DeliveredPage] = []

  init(id: String, agentsKey: ProtectionKey) {
    self.id = id
    self.agentsKey = agentsKey
  }

  /// The rows. It takes long, and is nobody's turn but its own.
  func sealed() async throws -> ContactStore.Commit {
    var commit = ContactStore.Commit()
    commit.contacts = try contacts.map { instanceID, contact, key in
      ContactStore.ContactRow(
        number: key.number, id: contact.id, instance: instanceID, keyID: key.id,
        state: try Protected(
          ProtectableBytes(try Packed.bytes(of: contact)), under: key.key, at: ContactStore.ContactRow.place(contact.id)))
    }
    commit.ended = ended
    commit.agents = try agents.map { ($0.id, $0.instanceID, try $0.agent.map { try Packed.bytes(of: $0) }) }
    commit.parts = try parts.map { try $0.sealed() }
    let outgoing = try outgoing()
    commit.outgoing = outgoing.isEmpty ? nil : outgoing
    commit.remembered = remembered
    commit.facts = facts
    commit.delivered = delivered
    return commit
  }

  private func outgoing() throws -> Outgoing {
    var outgoing = Outgoing(commitID: id)
    outgoing.contacts = try news.map { news in
      Outgoing.OfContact(
        id: news.contact, initial: news.initial, keyID: news.key.id, isDeposit: news.content.record != nil,
        sealed: try Protected(
          ProtectableBytes(try Packed.bytes(of: news.content)), under: news.key.key, at: Outgoing.place(id, news.contact)
        ).bytes)
    }
    outgoing.agents = try agentNews.map { news in
      try Protected(ProtectableBytes(try Packed.bytes(of: news)), under: agentsKey, at: Outgoing.agentsPlace(id)).bytes
    }
    outgoing.audit = audit
    return outgoing
  }
}

extension PlainCommit.Part {
  fileprivate func sealed() throws -> ContactStore.Part {
    let (kind, bytes): (ContactStore.Part.Kind, [UInt8]) =
      switch content {
      case .item(let item): (.item, try JSON(encoding: item).bytes)
      case .flowLog(let entry): (.flowLog, entry.json.bytes)
      }
    return ContactStore.Part(
      initial: initial, sequence: sequence, kind: kind, contact: contact, id: id,
      sealed: try Protected(ProtectableBytes(bytes), under: key, at: ContactStore.Part.place(kind, id)).bytes)
  }
}
