/// Switch to keep: a user of an instance is to listen to a call, or to be heard in one that they listen to.
///
/// The keep decides by what the user's security profiles grant now. What it decides about a session that there is stands in the
/// ledger before it replies.
public struct JudgeMonitoring: LinkMessage {
  public static let name = "judge-monitoring"
  public static let layout = LinkLayout(
    JudgeMonitoring.init(instanceID:userID:contactID:monitorContactID:mode:), \.instanceID, \.userID, \.contactID,
    \.monitorContactID, \.mode)
  public typealias Reply = MonitoringVerdict

  public let instanceID: String
  public let userID: String
  /// The contact that is listened to.
  public let contactID: String
  /// The session's own contact; nil as long as there is none.
  public let monitorContactID: String?
  /// SILENT_MONITOR, COACH or BARGE.
  public let mode: String

  public init(instanceID: String, userID: String, contactID: String, monitorContactID: String?, mode: String) {
    self.instanceID = instanceID
    self.userID = userID
    self.contactID = contactID
    self.monitorContactID = monitorContactID
    self.mode = mode
  }
}

public struct MonitoringVerdict: LinkStructure, Hashable {
  public static let layout = LinkLayout(MonitoringVerdict.init(isKnown:isPermitted:), \.isKnown, \.isPermitted)

  /// Whether the instance has such a user.
  public let isKnown: Bool
  public let isPermitted: Bool

  public init(isKnown: Bool, isPermitted: Bool) {
    self.isKnown = isKnown
    self.isPermitted = isPermitted
  }
}
