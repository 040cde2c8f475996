import Contacts
import FlowEngine
import Vocabulary

/// Within a queue, a channel and a priority the longest waiting is offered first.
struct Order: Checker {
  let name = "order"

  mutating func saw(_ changes: CentreChanges, _ effects: [CentreEffect], _ simulation: Simulation) throws {
    for id in changes.contacts.sorted() where !simulation.offeredBefore.contains(id) && simulation.waiting.offered.contains(id) {
      guard let offered = simulation.centre.contacts[id], offered.phase == .queued else { continue }
      try check(offered, simulation)
    }
  }

  private func check(_ offered: Contact, _ simulation: Simulation) throws {
    guard let enqueuedAt = offered.times.enqueuedAt else { return }
    let line = WaitingLines.Line(queue: offered.queue, channel: offered.channel)
    let mine = WaitingLines.Place(
      enqueuedAt: enqueuedAt, priority: simulation.hidden[offered.id] ?? offered.context.queuePriority)
    for (id, place) in simulation.waiting.lines[line] ?? [:] where precedes(place, simulation.hidden[id], mine) {
      throw Finding("\(offered.id) was offered before \(id), which has waited longer")
    }
  }

  private func precedes(_ other: WaitingLines.Place, _ hiddenPriority: Int?, _ mine: WaitingLines.Place) -> Bool {
    let priority = hiddenPriority ?? other.priority
    return priority == mine.priority ? other.enqueuedAt < mine.enqueuedAt : priority < mine.priority
  }
}
