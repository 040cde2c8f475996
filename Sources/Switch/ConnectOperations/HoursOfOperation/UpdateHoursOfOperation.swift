import AWSWire
import ConnectAPI

/// Changes hours of operation; what is not given stays, and an empty description removes it.
struct UpdateHoursOfOperation: WriteOperation {
  static let rule: OperationRule<UpdateHoursOfOperationRequest> = OperationRule(
    action: "connect:UpdateHoursOfOperation",
    resources: { [$1.arn("operating-hours", $0.hoursOfOperationId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "HoursOfOperationId", "Name", "TimeZone", "Config"]),
    refuses: [])

  func perform(_ input: UpdateHoursOfOperationRequest, _ call: WriteCall) throws -> EmptyResponse {
    var found = try call.find(.hoursOfOperation, input.hoursOfOperationId, in: input.instanceId)
    if let zone = input.timeZone { try TimeZones.check(zone) }
    var hours = found.document.hours
    hours.name = input.name ?? hours.name
    if let description = input.description { hours.description = description.isEmpty ? nil : description }
    hours.timeZone = input.timeZone ?? hours.timeZone
    hours.config = input.config ?? hours.config
    found.document.hours = hours
    try call.save(.hoursOfOperation, found, name: hours.name)
    return EmptyResponse()
  }
}
