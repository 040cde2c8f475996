import ConnectAPI
import Vocabulary

/// Searches the overrides of all hours of operation of an instance by name, description, ids and dates. An override has no
/// tags of its own: those of its hours count.
struct SearchHoursOfOperationOverrides: ReadOperation {
  static let rule: OperationRule<SearchHoursOfOperationOverridesRequest> = OperationRule(
    action: "connect:SearchHoursOfOperationOverrides",
    resources: { [$1.arn("operating-hours", "*", in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .read(["InstanceId", "MaxResults"]),
    refuses: [])

  func perform(
    _ input: SearchHoursOfOperationOverridesRequest, _ call: ReadCall
  ) throws -> SearchHoursOfOperationOverridesResponse {
    try Overrides.checkDates(in: call.context.input["SearchCriteria"])
    let found = try call.searchParts(
      of: .hoursOfOperation, Overrides.searchable, in: input.instanceId, maxResults: input.maxResults, nextToken: input.nextToken
    ) { hours in
      hours.document.overrides.map { (id: $0.hoursOfOperationOverrideId ?? "", document: $0) }
    }
    return SearchHoursOfOperationOverridesResponse(
      hoursOfOperationOverrides: found.page.items.map(\.document), nextToken: found.page.nextToken,
      approximateTotalCount: found.total)
  }
}
