import ConnectAPI

/// Describes one user.
struct DescribeUser: ReadOperation {
  let users: Users

  static let rule: OperationRule<DescribeUserRequest> = OperationRule(
    action: "connect:DescribeUser",
    resources: { [$1.arn("agent", $0.userId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .read(["InstanceId", "UserId"]),
    refuses: [])

  func perform(_ input: DescribeUserRequest, _ call: ReadCall) throws -> DescribeUserResponse {
    DescribeUserResponse(user: try users.find(input.userId, in: input.instanceId, call).document.user)
  }
}
