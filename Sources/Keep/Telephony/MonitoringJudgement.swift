import ConnectAPI
import Link
import ResourceStore
import Vocabulary

/// What a user's security profiles have to grant, so that they may take part in somebody else's call.
enum MonitoringRight: String {
  case silentMonitor = "SILENT_MONITOR"
  case coach = "COACH"
  case barge = "BARGE"

  /// Whoever is heard, by all or by the agent alone, may barge.
  var permissions: [String] {
    switch self {
    case .silentMonitor: ["MonitorContact"]
    case .coach, .barge: ["MonitorContact", "BargeContact"]
    }
  }
}

extension KeepProcess {
  /// Nothing is remembered of what a user might: a right that was taken away is gone for the next word. What becomes of a session
  /// stands in the ledger before anybody is told; that one begins, the request that began it says.
  func judge(_ message: JudgeMonitoring) async throws -> MonitoringVerdict {
    let context = systemContext()
    let permissions = MonitoringRight(rawValue: message.mode)?.permissions
    let verdict = try await store.read { reader in
      guard let record = try reader.record(.user, message.userID), record.scope == message.instanceID else {
        return MonitoringVerdict(isKnown: false, isPermitted: false)
      }
      let granted = try ReadCall(context: context, reader: reader).permissions(of: record)
      return MonitoringVerdict(isKnown: true, isPermitted: permissions?.allSatisfy(granted.contains) ?? false)
    }
    if let session = message.monitorContactID { try await log.append([event(message, session, verdict)]) }
    return verdict
  }

  private func event(_ message: JudgeMonitoring, _ session: String, _ verdict: MonitoringVerdict) -> JSON {
    let named = [
      ("instanceId", message.instanceID), ("contactId", message.contactID), ("monitorContactId", session),
      ("userId", message.userID), ("mode", message.mode),
    ]
    var event =
      events.event(
        "ChangeMonitorMode", for: "switchkeep",
        .object(named.map { ($0.0, .string(String(decoding: $0.1.utf8.prefix(128), as: UTF8.self))) }), readOnly: false,
        category: .management
      ).object ?? JSON.Object()
    if !verdict.isPermitted { event["errorCode"] = "AccessDenied" }
    return JSON(.object(event))
  }
}
