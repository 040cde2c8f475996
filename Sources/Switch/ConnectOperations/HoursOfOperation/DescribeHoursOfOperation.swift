import ConnectAPI

/// Describes hours of operation.
struct DescribeHoursOfOperation: ReadOperation {
  static let rule: OperationRule<DescribeHoursOfOperationRequest> = OperationRule(
    action: "connect:DescribeHoursOfOperation",
    resources: { [$1.arn("operating-hours", $0.hoursOfOperationId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .read(["InstanceId", "HoursOfOperationId"]),
    refuses: [])

  func perform(_ input: DescribeHoursOfOperationRequest, _ call: ReadCall) throws -> DescribeHoursOfOperationResponse {
    let found = try call.find(.hoursOfOperation, input.hoursOfOperationId, in: input.instanceId)
    return DescribeHoursOfOperationResponse(hoursOfOperation: try HoursOfOperations.described(found, call))
  }
}
