import Contacts
import FlowEngine
import Link
import Vocabulary

extension DeskCall {
  /// Puts on record that the caller of a call that the agent has, or finishes, is a nuisance.
  func reportCaller() async throws -> JSON {
    let (contactID, agentID) = (try contactID(), agentID)
    let isTheirs = try await host.read(instanceID) { centre, _ in
      let contact = centre.contacts[contactID]
      return contact?.channel == .voice && contact?.service?.agent.id == agentID
    }
    guard isTheirs else { throw CentreProblem(.contactNotFound, "The agent has no call \(contactID).") }
    let report = CallerReport(instanceID: instanceID, contactID: contactID, agentID: agentID)
    _ = try await keepSide.send(RecordCallers(hits: [], reports: [report]))
    return [:]
  }
}
