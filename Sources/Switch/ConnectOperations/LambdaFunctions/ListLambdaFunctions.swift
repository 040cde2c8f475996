import ConnectAPI
import ResourceStore

/// Lists the ARNs of the Lambda functions that the flows of an instance may call.
struct ListLambdaFunctions: ReadOperation {
  static let rule: OperationRule<ListLambdaFunctionsRequest> = OperationRule(
    action: "connect:ListLambdaFunctions",
    resources: { [$1.instanceARN($0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .read(["InstanceId", "MaxResults"]),
    refuses: [])

  /// ARNs of a page when the request does not say: as many as a request may ask for.
  private static let pageSize = 25

  func perform(_ input: ListLambdaFunctionsRequest, _ call: ReadCall) throws -> ListLambdaFunctionsResponse {
    let instance = try call.instance(input.instanceId).id
    let page = try call.page(
      .lambdaFunction, in: instance, maxResults: input.maxResults ?? Self.pageSize, nextToken: input.nextToken
    ) { try call.resource(.lambdaFunction, $0).document.functionARN }
    return ListLambdaFunctionsResponse(lambdaFunctions: page.items, nextToken: page.nextToken)
  }
}
