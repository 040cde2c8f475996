import Contacts
import FlowEngine

/// No agent's slot outlives its contact: what is over is being finished, was missed or rejected, or is free. One that is free is
/// free after a restart too.
struct Slots: Checker {
  let name = "slots"
  /// What each agent's slots were when they were stored last.
  private var stored: [String: Set<String>] = [:]
  private var hasRestarted = false

  mutating func saw(_ changes: CentreChanges, _ effects: [CentreEffect], _ simulation: Simulation) throws {
    if hasRestarted { try checkRestored(simulation) }
    hasRestarted = false
    for id in changes.agents.sorted() {
      let slots = simulation.centre.agents[id]?.slots ?? []
      for slot in slots { try check(slot, of: id, simulation) }
      stored[id] = Set(slots.map(\.contactID))
    }
  }

  mutating func restarted() { hasRestarted = true }

  private func checkRestored(_ simulation: Simulation) throws {
    for agent in simulation.centre.agents.values.sorted(by: { $0.id < $1.id }) {
      for slot in agent.slots where stored[agent.id]?.contains(slot.contactID) != true {
        throw Finding("\(agent.id) has \(slot.contactID) as \(slot.state.rawValue) again, which it was done with")
      }
    }
  }

  func ended(_ simulation: Simulation) throws {
    for agent in simulation.centre.agents.values.sorted(by: { $0.id < $1.id }) {
      for slot in agent.slots where ![.missed, .rejected, .error].contains(slot.state) {
        throw Finding("\(agent.id) has \(slot.contactID) as \(slot.state.rawValue) when all is over")
      }
    }
  }

  private func check(_ slot: AgentSlot, of agentID: String, _ simulation: Simulation) throws {
    let contact = simulation.centre.contacts[slot.contactID]
    let fits: Bool =
      switch slot.state {
      case .connecting, .incoming: contact?.offeredTo == agentID || contact?.isRinging(atSupervisor: agentID) == true
      case .connected, .connectedOnHold, .paused:
        contact?.service?.agent.id == agentID && (contact?.phase == .connected || contact?.phase == .connecting)
      case .ended: contact?.service?.agent.id == agentID && contact?.phase == .afterContactWork
      case .missed, .rejected, .error: true
      }
    guard fits else { throw Finding("\(agentID) has \(slot.contactID) as \(slot.state.rawValue), which it is not") }
  }
}

extension Contact {
  /// A supervisor's telephone rings for a call that they are to listen to.
  fileprivate func isRinging(atSupervisor userID: String) -> Bool {
    monitoring != nil && phase == .connecting && service?.agent.id == userID
  }
}
