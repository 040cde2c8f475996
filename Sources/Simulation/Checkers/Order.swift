import Contacts
import FlowEngine
import Vocabulary

/// Within a queue, a channel and a priority the longest waiting is offered first.
struct Order: Checker {
  let name = "order"

  mutating func saw(_ changes: CentreChanges, _ effects: [CentreEffect], _ simulation: Simulation) throws {
    for id in changes.contacts.sorted() {
      guard let offered = simulation.centre.contacts[id], offered.offeredTo != nil, offered.phase == .queued,
        !simulation.offeredBefore.contains(id)
      else { continue }
      try check(offered, simulation)
    }
  }

  private func check(_ offered: Contact, _ simulation: Simulation) throws {
    for other in simulation.centre.contacts.values where precedes(other, offered, simulation) {
      throw Finding("\(offered.id) was offered before \(other.id), which has waited longer")
    }
  }

  /// Contacts with criteria, or that this agent has missed, may be passed over.
  private func precedes(_ other: Contact, _ offered: Contact, _ simulation: Simulation) -> Bool {
    guard other.phase == .queued, other.offeredTo == nil, other.task?.isPaused != true, other.queue == offered.queue,
      other.channel == offered.channel, other.context.routingCriteria == nil, other.missedBy.isEmpty,
      let mine = offered.times.enqueuedAt, let theirs = other.times.enqueuedAt
    else { return false }
    let (priority, otherPriority) = (priority(offered, simulation), priority(other, simulation))
    return otherPriority == priority ? theirs < mine : otherPriority < priority
  }

  private func priority(_ contact: Contact, _ simulation: Simulation) -> Int {
    simulation.hidden[contact.id] ?? contact.context.queuePriority
  }
}
