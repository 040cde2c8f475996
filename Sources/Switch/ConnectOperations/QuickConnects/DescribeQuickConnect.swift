import ConnectAPI

/// Describes one quick connect.
struct DescribeQuickConnect: ReadOperation {
  static let rule: OperationRule<DescribeQuickConnectRequest> = OperationRule(
    action: "connect:DescribeQuickConnect",
    resources: { [$1.arn("transfer-destination", $0.quickConnectId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .read(["InstanceId", "QuickConnectId"]),
    refuses: [])

  func perform(_ input: DescribeQuickConnectRequest, _ call: ReadCall) throws -> DescribeQuickConnectResponse {
    DescribeQuickConnectResponse(
      quickConnect: try call.find(.quickConnect, input.quickConnectId, in: input.instanceId).document)
  }
}
