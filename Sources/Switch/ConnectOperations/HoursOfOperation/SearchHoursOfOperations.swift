import ConnectAPI

/// Searches the hours of operation of an instance by name, description, time zone, id and tags.
struct SearchHoursOfOperations: ReadOperation {
  static let rule: OperationRule<SearchHoursOfOperationsRequest> = OperationRule(
    action: "connect:SearchHoursOfOperations",
    resources: { [$1.arn("operating-hours", "*", in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .read(["InstanceId", "MaxResults"]),
    refuses: [])

  func perform(_ input: SearchHoursOfOperationsRequest, _ call: ReadCall) throws -> SearchHoursOfOperationsResponse {
    let found = try call.search(
      .hoursOfOperation, HoursOfOperations.searchable, in: input.instanceId, maxResults: input.maxResults,
      nextToken: input.nextToken)
    return SearchHoursOfOperationsResponse(
      hoursOfOperations: try found.page.items.map { try HoursOfOperations.described($0, call) }, nextToken: found.page.nextToken,
      approximateTotalCount: found.total)
  }
}
