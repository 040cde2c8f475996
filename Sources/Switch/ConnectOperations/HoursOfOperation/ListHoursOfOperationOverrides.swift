import ConnectAPI
import ResourceStore

/// Lists the overrides of hours of operation, without those that they inherit.
struct ListHoursOfOperationOverrides: ReadOperation {
  static let rule: OperationRule<ListHoursOfOperationOverridesRequest> = OperationRule(
    action: "connect:ListHoursOfOperationOverrides",
    resources: { [$1.arn("operating-hours", $0.hoursOfOperationId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .read(["InstanceId", "HoursOfOperationId", "MaxResults"]),
    refuses: [])

  func perform(
    _ input: ListHoursOfOperationOverridesRequest, _ call: ReadCall
  ) throws -> ListHoursOfOperationOverridesResponse {
    let hours = try call.find(.hoursOfOperation, input.hoursOfOperationId, in: input.instanceId)
    let page = try call.page(of: hours.document.overrides, maxResults: input.maxResults, nextToken: input.nextToken) { $0 }
    return ListHoursOfOperationOverridesResponse(
      nextToken: page.nextToken, hoursOfOperationOverrideList: page.items, lastModifiedRegion: call.context.place.region,
      lastModifiedTime: hours.record.modifiedAt)
  }
}
