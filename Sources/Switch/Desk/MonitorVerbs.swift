import Contacts
import Link
import Vocabulary

extension DeskCall {
  /// A supervisor is heard by nobody, by the agent alone or by all, once the keep has said so and put it on record.
  func monitor(as mode: MonitorMode) async throws -> JSON {
    let (session, userID) = (try contactID(), agentID)
    let monitored = try await host.read(instanceID) { centre, _ in try centre.checkMonitoring(session, by: userID, as: mode) }
    let verdict = try await keepSide.send(
      JudgeMonitoring(
        instanceID: instanceID, userID: userID, contactID: monitored, monitorContactID: session, mode: mode.rawValue))
    guard verdict.isPermitted else { return try await refuse(session, mode) }
    try await host.perform(instanceID, nil) { try $0.setMonitorMode(mode, of: session, by: userID, at: $1) }
    return [:]
  }

  /// Who may not even listen any more does not go on listening.
  private func refuse(_ session: String, _ mode: MonitorMode) async throws -> JSON {
    let userID = agentID
    guard mode == .silentMonitor else {
      throw CentreProblem(
        .notPermitted, "Being heard takes MonitorContact and BargeContact in one of the user's security profiles.")
    }
    try await host.perform(instanceID, nil) { try $0.completeContact(session, by: userID, at: $1) }
    throw CentreProblem(.notPermitted, "No security profile of the user's has MonitorContact any more: the session has ended.")
  }
}
