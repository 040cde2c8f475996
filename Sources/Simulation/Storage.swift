import Contacts
import Vocabulary

/// The disk: what was committed, as text.
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
        contacts[id] = centre.contacts[id].flatMap { try? JSON(encoding: $0) }?.bytes
      }
    }
    for id in changes.endedContacts { contacts[id] = nil }
    for id in changes.agents where !keepingAgents || !freesSlot(id, centre) {
      agents[id] = centre.agents[id].flatMap { try? JSON(encoding: $0) }?.bytes
    }
  }

  private func freesSlot(_ id: String, _ centre: ContactCentre) -> Bool {
    guard let bytes = agents[id], let stored = try? JSON.parse(bytes).decoded(as: LiveAgent.self) else { return false }
    return stored.slots.count > centre.agents[id]?.slots.count ?? 0
  }

  /// nil for what cannot be read.
  func load() -> (contacts: [Contact], agents: [LiveAgent])? {
    do {
      return (
        try contacts.sorted { $0.key < $1.key }.map { try JSON.parse($0.value).decoded(as: Contact.self) },
        try agents.sorted { $0.key < $1.key }.map { try JSON.parse($0.value).decoded(as: LiveAgent.self) }
      )
    } catch {
      return nil
    }
  }
}
