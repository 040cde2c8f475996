/// Switch to keep: which rules about callers had their effect, and which contacts agents reported. The keep puts it on record.
public struct RecordCallers: LinkMessage {
  public static let name = "record-callers"
  public static let layout = LinkLayout(RecordCallers.init(hits:reports:), \.hits, \.reports)
  public typealias Reply = Done

  public let hits: [CallerRuleHits]
  public let reports: [CallerReport]

  public init(hits: [CallerRuleHits], reports: [CallerReport]) {
    self.hits = hits
    self.reports = reports
  }
}

/// How often one rule had its effect.
public struct CallerRuleHits: LinkStructure, Hashable {
  public static let layout = LinkLayout(CallerRuleHits.init(ruleID:count:since:), \.ruleID, \.count, \.since)

  public let ruleID: String
  public let count: Int
  /// Whole seconds since 1970, of the first of them.
  public let since: Int

  public init(ruleID: String, count: Int, since: Int) {
    self.ruleID = ruleID
    self.count = count
    self.since = since
  }
}

/// An agent has said that a contact's caller is a nuisance. Who the caller is the contact's record says, which is sealed.
public struct CallerReport: LinkStructure, Hashable {
  public static let layout = LinkLayout(
    CallerReport.init(instanceID:contactID:agentID:), \.instanceID, \.contactID, \.agentID)

  public let instanceID: String
  public let contactID: String
  public let agentID: String

  public init(instanceID: String, contactID: String, agentID: String) {
    self.instanceID = instanceID
    self.contactID = contactID
    self.agentID = agentID
  }
}
