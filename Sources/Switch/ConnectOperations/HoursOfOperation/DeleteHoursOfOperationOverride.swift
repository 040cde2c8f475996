import AWSWire
import ConnectAPI

/// Removes an override.
struct DeleteHoursOfOperationOverride: WriteOperation {
  static let rule: OperationRule<DeleteHoursOfOperationOverrideRequest> = OperationRule(
    action: "connect:DeleteHoursOfOperationOverride",
    resources: { [$1.arn("operating-hours", $0.hoursOfOperationId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "HoursOfOperationId", "HoursOfOperationOverrideId"]),
    refuses: [])

  func perform(_ input: DeleteHoursOfOperationOverrideRequest, _ call: WriteCall) throws -> EmptyResponse {
    var found = try call.find(.hoursOfOperation, input.hoursOfOperationId, in: input.instanceId)
    found.document.overrides.remove(at: try Overrides.index(of: input.hoursOfOperationOverrideId, in: found.document))
    try call.save(.hoursOfOperation, found)
    return EmptyResponse()
  }
}
