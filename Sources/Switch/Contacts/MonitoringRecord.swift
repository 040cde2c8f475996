import Contacts
import Vocabulary

/// Supervisors who listen to calls, as far as the ledger is concerned: what begins a session is a request, and the keep itself
/// records what becomes of it. That it is over goes there with the commit that ends it.
extension ContactHost {
  func note(_ end: MonitoringEnd, in instanceID: String) {
    guard let instance = centres[instanceID]?.core.instance else { return }
    pending.audit.append(
      SwitchFindings.event(
        "EndMonitoring",
        [
          "instanceId": .string(instanceID), "contactId": .string(end.contactID),
          "monitorContactId": .string(end.monitorContactID), "userId": .string(end.userID), "reason": .string(end.reason),
        ], region: instance.region, account: instance.accountID, at: ports.now(), id: ports.newID()))
  }
}
