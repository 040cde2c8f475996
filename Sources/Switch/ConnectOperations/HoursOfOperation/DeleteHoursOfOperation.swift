import AWSWire
import ConnectAPI

/// Deletes hours of operation, with their overrides, that no queue uses and no others inherit from.
struct DeleteHoursOfOperation: WriteOperation {
  static let rule: OperationRule<DeleteHoursOfOperationRequest> = OperationRule(
    action: "connect:DeleteHoursOfOperation",
    resources: { [$1.arn("operating-hours", $0.hoursOfOperationId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "HoursOfOperationId"]),
    refuses: [])

  func perform(_ input: DeleteHoursOfOperationRequest, _ call: WriteCall) throws -> EmptyResponse {
    let found = try call.find(.hoursOfOperation, input.hoursOfOperationId, in: input.instanceId)
    do {
      try call.delete(.hoursOfOperation, found)
    } catch let error as ConnectError where error.code == .resourceInUse {
      // This operation declares no ResourceInUseException.
      throw ConnectError(.invalidRequest, error.message)
    }
    return EmptyResponse()
  }
}
