import Contacts
import FlowEngine
import Vocabulary

/// Supervisors: whoever is free listens to a call for a while, and is heard in it or not.
extension Simulation {
  mutating func supervisorListens() {
    plan.add(.supervisorListens, after: chance.whole(5...60), from: now)
    let calls = centre.contacts.values.filter { $0.channel == .voice && $0.phase == .connected }.map(\.id).sorted()
    let free = scene.agents.filter { centre.agents[$0.id]?.slots.allSatisfy { $0.channel != .voice } ?? true }
    guard let contact = chance.one(of: calls), let userID = chance.one(of: free)?.id,
      let made = try? centre.monitorContact(contact, by: userID, mayBarge: chance.happens(0.5), at: now)
    else { return changeMode() }
    figures.sessions += 1
    let lifts = chance.happens(0.8)
    plan.add(
      .telephone(lifts ? .agentAnswered(agentID: userID) : .agentHungUp(agentID: userID), contact: made),
      after: chance.whole(1...40), from: now)
    plan.add(.agentFinishes(userID, contact: made), after: chance.whole(10...300), from: now)
  }

  private mutating func changeMode() {
    let sessions = centre.contacts.values.filter { $0.monitoring != nil }.sorted { $0.id < $1.id }
    guard let session = chance.one(of: sessions), let userID = session.service?.agent.id else { return }
    let mode = chance.one(of: MonitorMode.allCases) ?? .silentMonitor
    try? centre.setMonitorMode(mode, of: session.id, by: userID, at: now)
  }
}
