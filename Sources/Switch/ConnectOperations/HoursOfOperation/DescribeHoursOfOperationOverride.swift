import ConnectAPI

/// Describes one override.
struct DescribeHoursOfOperationOverride: ReadOperation {
  static let rule: OperationRule<DescribeHoursOfOperationOverrideRequest> = OperationRule(
    action: "connect:DescribeHoursOfOperationOverride",
    resources: { [$1.arn("operating-hours", $0.hoursOfOperationId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .read(["InstanceId", "HoursOfOperationId", "HoursOfOperationOverrideId"]),
    refuses: [])

  func perform(
    _ input: DescribeHoursOfOperationOverrideRequest, _ call: ReadCall
  ) throws -> DescribeHoursOfOperationOverrideResponse {
    let hours = try call.find(.hoursOfOperation, input.hoursOfOperationId, in: input.instanceId).document
    let index = try Overrides.index(of: input.hoursOfOperationOverrideId, in: hours)
    return DescribeHoursOfOperationOverrideResponse(hoursOfOperationOverride: hours.overrides[index])
  }
}
