import Contacts
import Vocabulary

/// The disk: what was committed, as bytes.
struct Storage {
  private(set) var contacts: [String: [UInt8]] = [:]
  private var agents: [String: [UInt8]] = [:]

  /// - Parameters:
  ///   - losing: a fault: one of the contacts is not written.
  ///   - keepingAgents: a fault: that an agent's slot is free is not written.
  mutating func take(_ changes: CentreChanges, of centre: ContactCentre, losing: Bool, keepingAgents: Bool) {
    let lost =
      losing
      ? changes.contacts.sorted().first { centre.contacts[$0]?.service == nil && centre.contacts[$0]?.offeredTo == nil } : nil
    for id in changes.contacts.sorted() {
      if id == lost {
        contacts[id] = nil
      } else {
        contacts[id] = centre.contacts[id].flatMap { try? Packed.bytes(of: $0) }
      }
    }
    for id in changes.endedContacts { contacts[id] = nil }
    for id in changes.agents where !keepingAgents || !freesSlot(id, centre) {
      agents[id] = centre.agents[id].flatMap { try? Packed.bytes(of: $0) }
    }
  }

  private func freesSlot(_ id: String, _ centre: ContactCentre) -> Bool {
    guard let bytes = agents[id], let stored = try? Packed.value(LiveAgent.self, from: bytes) else { return false }
    return stored.slots.count > centre.agents[id]?.slots.count ?? 0
  }

  /// nil for what cannot be read.
  func load() -> (contacts: [Contact], agents: [LiveAgent])? {
    do {
      return (
        try contacts.sorted { $0.key < $1.key }.map { try Packed.value(Contact.self, from: $0.value) },
        try agents.sorted { $0.key < $1.key }.map { try Packed.value(LiveAgent.self, from: $0.value) }
      )
    } catch {
      return nil
    }
  }
}
