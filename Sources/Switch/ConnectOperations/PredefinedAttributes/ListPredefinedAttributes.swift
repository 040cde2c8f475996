import ConnectAPI
import ResourceStore

/// Lists the predefined attributes of an instance.
struct ListPredefinedAttributes: ReadOperation {
  static let rule: OperationRule<ListPredefinedAttributesRequest> = OperationRule(
    action: "connect:ListPredefinedAttributes",
    resources: { [$1.instanceARN($0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .read(["InstanceId", "MaxResults"]),
    refuses: [])

  func perform(_ input: ListPredefinedAttributesRequest, _ call: ReadCall) throws -> ListPredefinedAttributesResponse {
    let instance = try call.instance(input.instanceId).id
    let page = try call.page(
      .predefinedAttribute, in: instance, maxResults: input.maxResults, nextToken: input.nextToken
    ) { record in
      PredefinedAttributeSummary(
        name: record.name, lastModifiedTime: record.modifiedAt, lastModifiedRegion: call.context.place.region)
    }
    return ListPredefinedAttributesResponse(nextToken: page.nextToken, predefinedAttributeSummaryList: page.items)
  }
}
