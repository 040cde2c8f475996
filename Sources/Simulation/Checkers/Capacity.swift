import Contacts
import Vocabulary

/// No agent has more contacts than its routing profile allows.
struct Capacity: Checker {
  let name = "capacity"

  mutating func saw(_ changes: CentreChanges, _ effects: [CentreEffect], _ simulation: Simulation) throws {
    for id in changes.agents.sorted() {
      guard let agent = simulation.centre.agents[id], let profile = simulation.scene.profile(of: id) else { continue }
      for concurrency in profile.concurrency {
        let count = agent.slots.count { $0.channel == concurrency.channel && $0.state != .paused }
        guard count <= concurrency.contactsMax else {
          throw Finding("\(id) has \(count) contacts of \(concurrency.channel.rawValue), and may have \(concurrency.contactsMax)")
        }
      }
    }
  }
}
