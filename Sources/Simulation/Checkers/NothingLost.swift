import Contacts

/// Every contact that was acknowledged is live or has left a record, and no contact is with two agents.
struct NothingLost: Checker {
  let name = "nothing lost"
  private var deposited: Set<String> = []
  /// Of those that have begun: how many are known here, and which of them had not ended when they were last looked for.
  private var known = 0
  private var open: [String] = []

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

  func ended(_ simulation: Simulation) throws {
    var last = self
    try last.search(simulation)
  }

  private mutating func search(_ simulation: Simulation) throws {
    open += simulation.begun[known...]
    known = simulation.begun.count
    open.removeAll { deposited.contains($0) }
    let lost = open.filter { simulation.centre.contacts.index(forKey: $0) == nil }
    if let id = lost.min() { throw Finding("\(id) is neither live nor over") }
  }
}
