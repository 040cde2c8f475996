import Contacts

/// Every contact that was acknowledged is live or has left a record, and no contact is with two agents.
struct NothingLost: Checker {
  let name = "nothing lost"
  private var deposited: Set<String> = []

  mutating func saw(_ changes: CentreChanges, _ effects: [CentreEffect], _ simulation: Simulation) throws {
    for case .deposit(let contactID, _) in effects where !deposited.insert(contactID).inserted {
      throw Finding("\(contactID) has ended twice")
    }
    for id in changes.contacts where simulation.centre.contacts[id]?.service != nil {
      let holders = simulation.centre.agents.values.filter { agent in
        agent.slot(id).map { [.connected, .connectedOnHold, .ended, .paused].contains($0.state) } ?? false
      }
      guard holders.count <= 1 else { throw Finding("\(id) is with \(holders.map(\.id).sorted())") }
    }
    if simulation.figures.steps % 50 == 0 { try search(simulation) }
  }

  func ended(_ simulation: Simulation) throws { try search(simulation) }

  private func search(_ simulation: Simulation) throws {
    let lost = simulation.begun.filter { !deposited.contains($0) && simulation.centre.contacts[$0] == nil }
    if let id = lost.min() { throw Finding("\(id) is neither live nor over") }
  }
}
