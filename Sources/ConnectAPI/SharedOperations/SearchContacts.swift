public import Vocabulary

/// Searches contacts, open and over, by time and by what they are.
public struct SearchContacts: LiveOperation {
  public static let rule: OperationRule<SearchContactsRequest> = OperationRule(
    action: "connect:SearchContacts",
    resources: { [$1.arn("contact", "*", in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .read(["InstanceId", "TimeRange", "MaxResults", "Sort"]),
    refuses: [
      RefusedMember("SearchCriteria.AgentHierarchyGroups", because: "agent hierarchies are not built"),
      RefusedMember("SearchCriteria.ContactAnalysis", because: "transcripts are not searched"),
      RefusedMember("SearchCriteria.RoutingCriteria", because: "routing criteria are not searched"),
      RefusedMember("SearchCriteria.AdditionalTimeRange", because: "one time range is searched"),
      RefusedMember("SearchCriteria.SearchableSegmentAttributes", because: "segment attributes are not searched"),
      RefusedMember("SearchCriteria.ActiveRegions", because: "there is one region"),
      RefusedMember("SearchCriteria.ContactTags", because: "tags of contacts are not searched"),
    ])

  let contacts: any ContactSearch

  public init(contacts: any ContactSearch) { self.contacts = contacts }

  /// A search may reach over eight weeks, as in Connect.
  private static let rangeSecondsMax: Int64 = 8 * 7 * 86_400
  /// What began before the range may still have been connected or disconnected in it.
  private static let lifetimeSecondsMax: Int64 = 8 * 86_400

  public func perform(_ input: SearchContactsRequest, _ call: LiveCall) async throws -> SearchContactsResponse {
    let range = input.timeRange
    guard range.startTime <= range.endTime, range.endTime <= range.startTime.adding(seconds: Self.rangeSecondsMax) else {
      throw ConnectError(.invalidParameter, "TimeRange: must end after its start, at most eight weeks later.")
    }
    let sorted = Self.sorted(try await contacts.matching(input, call), input.sort)
    let place = call.context.place
    let page = try call.page(of: sorted, maxResults: input.maxResults, nextToken: input.nextToken) {
      $0.summary(place, in: input.instanceId)
    }
    return SearchContactsResponse(contacts: page.items, nextToken: page.nextToken, totalCount: sorted.count)
  }

  /// The times between which a contact that matches began.
  public static func beginnings(_ input: SearchContactsRequest) -> (from: Moment, to: Moment) {
    (input.timeRange.startTime.adding(seconds: -lifetimeSecondsMax), input.timeRange.endTime)
  }

  public static func matches(_ contact: DescribedContact, _ input: SearchContactsRequest) -> Bool {
    guard let time = time(input.timeRange.type, contact), time >= input.timeRange.startTime, time <= input.timeRange.endTime
    else {
      return false
    }
    guard let criteria = input.searchCriteria else { return true }
    func holds(_ wanted: [String]?, _ value: String?) -> Bool { wanted.map { $0.contains(value ?? "") } ?? true }
    return holds(criteria.channels?.map(\.rawValue), contact.text("Channel"))
      && holds(criteria.initiationMethods?.map(\.rawValue), contact.text("InitiationMethod"))
      && holds(criteria.queueIds, contact.queue?.id) && holds(criteria.agentIds, contact.agentID)
      && (criteria.name.map { matches(contact.text("Name") ?? "", $0) } ?? true)
      && (criteria.searchableContactAttributes.map { matches(contact.attributes, $0) } ?? true)
  }

  private static func matches(_ name: String, _ criteria: NameCriteria) -> Bool {
    let name = name.lowercased()
    let hits = criteria.searchText.map { name.contains($0.lowercased()) }
    return criteria.matchType == .matchAll ? hits.allSatisfy { $0 } : hits.contains(true)
  }

  private static func matches(_ attributes: [String: String], _ criteria: SearchableContactAttributes) -> Bool {
    let hits = criteria.criteria.map { $0.values.contains(attributes[$0.key] ?? "\u{0}") }
    return criteria.matchType == .matchAny ? hits.contains(true) : hits.allSatisfy { $0 }
  }

  private static func time(_ type: SearchContactsTimeRangeType, _ contact: DescribedContact) -> Moment? {
    switch type {
    case .initiationTimestamp: contact.time("InitiationTimestamp")
    case .scheduledTimestamp: contact.time("ScheduledTimestamp")
    case .connectedToAgentTimestamp: contact.time("Agent", "ConnectedToAgentTimestamp")
    case .disconnectTimestamp: contact.time("DisconnectTimestamp")
    case .enqueueTimestamp: contact.time("Queue", "EnqueueTimestamp")
    }
  }

  /// Latest first unless asked otherwise; ids settle what is equal.
  private static func sorted(_ contacts: [DescribedContact], _ sort: Sort?) -> [DescribedContact] {
    let key: (DescribedContact) -> String =
      switch sort?.fieldName ?? .initiationTimestamp {
      case .initiationTimestamp: { $0.text("InitiationTimestamp") ?? "" }
      case .scheduledTimestamp: { $0.text("ScheduledTimestamp") ?? "" }
      case .connectedToAgentTimestamp: { $0.text("Agent", "ConnectedToAgentTimestamp") ?? "" }
      case .disconnectTimestamp, .expiryTimestamp: { $0.text("DisconnectTimestamp") ?? "" }
      case .initiationMethod: { $0.text("InitiationMethod") ?? "" }
      case .channel: { $0.text("Channel") ?? "" }
      }
    let isAscending = sort?.order == .ascending
    return contacts.sorted { left, right in
      let (a, b) = (key(left), key(right))
      guard a != b else { return (left.text("ContactId") ?? "") < (right.text("ContactId") ?? "") }
      return isAscending ? a < b : a > b
    }
  }
}

/// What finds contacts: the switch all, the keep those that are over.
public protocol ContactSearch: Sendable {
  /// Those that match, in any order.
  func matching(_ input: SearchContactsRequest, _ call: LiveCall) async throws -> [DescribedContact]
}
