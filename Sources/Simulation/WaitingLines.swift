import Contacts
import FlowEngine
import FlowLanguage
import Vocabulary

/// The contacts that wait, by queue and channel, brought up to date with what each commit changed: a checker that looked at
/// every contact after every step would cost more than the core that it watches.
struct WaitingLines {
  struct Line: Hashable {
    let queue: TargetQueue?
    let channel: ContactChannel
  }

  /// Where a contact stands in its line.
  struct Place {
    let enqueuedAt: Moment
    let priority: Int
  }

  private(set) var lines: [Line: [String: Place]] = [:]
  private var lineOf: [String: Line] = [:]
  /// Contacts that are offered to an agent.
  private(set) var offered: Set<String> = []

  mutating func update(_ changes: CentreChanges, _ contacts: [String: Contact]) {
    for id in changes.contacts.union(changes.endedContacts) { update(id, contacts[id]) }
  }

  mutating func restart(_ contacts: [String: Contact]) {
    self = WaitingLines()
    for (id, contact) in contacts { update(id, contact) }
  }

  private mutating func update(_ id: String, _ contact: Contact?) {
    if let line = lineOf.removeValue(forKey: id) { lines[line]?[id] = nil }
    offered.remove(id)
    guard let contact else { return }
    if contact.offeredTo != nil { offered.insert(id) }
    guard contact.phase == .queued, contact.offeredTo == nil, let enqueuedAt = contact.times.enqueuedAt, Self.isInOrder(contact)
    else { return }
    let line = Line(queue: contact.queue, channel: contact.channel)
    lineOf[id] = line
    lines[line, default: [:]][id] = Place(enqueuedAt: enqueuedAt, priority: contact.context.queuePriority)
  }

  /// Contacts with criteria, or that an agent has missed, may be passed over.
  private static func isInOrder(_ contact: Contact) -> Bool {
    contact.task?.isPaused != true && contact.context.routingCriteria == nil && contact.missedBy.isEmpty
  }
}
