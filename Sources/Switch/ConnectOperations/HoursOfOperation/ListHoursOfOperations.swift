import ConnectAPI
import ResourceStore

/// Lists the hours of operation of an instance.
struct ListHoursOfOperations: ReadOperation {
  static let rule: OperationRule<ListHoursOfOperationsRequest> = OperationRule(
    action: "connect:ListHoursOfOperations",
    resources: { [$1.arn("operating-hours", "*", in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .read(["InstanceId", "MaxResults"]),
    refuses: [])

  func perform(_ input: ListHoursOfOperationsRequest, _ call: ReadCall) throws -> ListHoursOfOperationsResponse {
    let instance = try call.instance(input.instanceId).id
    let page = try call.page(
      .hoursOfOperation, in: instance, maxResults: input.maxResults, nextToken: input.nextToken
    ) { record in
      HoursOfOperationSummary(
        id: record.id, arn: record.arn, name: record.name, lastModifiedTime: record.modifiedAt,
        lastModifiedRegion: call.context.place.region)
    }
    return ListHoursOfOperationsResponse(hoursOfOperationSummaryList: page.items, nextToken: page.nextToken)
  }
}
