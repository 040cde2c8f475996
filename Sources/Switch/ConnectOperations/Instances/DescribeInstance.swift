import ConnectAPI

/// Describes one instance.
struct DescribeInstance: ReadOperation {
  static let rule: OperationRule<DescribeInstanceRequest> = OperationRule(
    action: "connect:DescribeInstance",
    resources: { [$1.instanceARN($0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .read(["InstanceId"]),
    refuses: [])

  func perform(_ input: DescribeInstanceRequest, _ call: ReadCall) throws -> DescribeInstanceResponse {
    DescribeInstanceResponse(instance: try Instances.find(input.instanceId, call).document.instance)
  }
}
