/// How a supervisor takes part in a call that they listen to.
public enum MonitorMode: String, Sendable, Hashable, Codable, CaseIterable {
  /// Is heard by nobody.
  case silentMonitor = "SILENT_MONITOR"
  /// Is heard by the agent alone: neither the customer nor the recording has it.
  case coach = "COACH"
  /// Is heard by all, and is on the agent's side of the recording.
  case barge = "BARGE"
}

/// What makes a contact a supervisor's: it listens to another (Connect's MonitorContact).
public struct Monitoring: Sendable, Hashable, Codable {
  /// The contact that is listened to.
  public let contactID: String
  /// Whether anybody may be let hear the supervisor: BARGE was among the AllowedMonitorCapabilities.
  public let mayBarge: Bool
  public internal(set) var mode = MonitorMode.silentMonitor
}

/// A supervisor listens no more, for the ledger.
public struct MonitoringEnd: Sendable, Hashable {
  /// The session's own contact.
  public let monitorContactID: String
  public let contactID: String
  public let userID: String
  /// The disconnect reason of the session's contact.
  public let reason: String
}
