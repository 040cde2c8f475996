import AWSWire
import ConnectAPI

/// Changes an override; what is not given stays. An override that becomes STANDARD loses its recurrence, which only the others
/// have.
struct UpdateHoursOfOperationOverride: WriteOperation {
  static let rule: OperationRule<UpdateHoursOfOperationOverrideRequest> = OperationRule(
    action: "connect:UpdateHoursOfOperationOverride",
    resources: { [$1.arn("operating-hours", $0.hoursOfOperationId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write([
      "InstanceId", "HoursOfOperationId", "HoursOfOperationOverrideId", "Name", "Config", "EffectiveFrom", "EffectiveTill",
      "RecurrenceConfig", "OverrideType",
    ]),
    refuses: [])

  func perform(_ input: UpdateHoursOfOperationOverrideRequest, _ call: WriteCall) throws -> EmptyResponse {
    var found = try call.find(.hoursOfOperation, input.hoursOfOperationId, in: input.instanceId)
    let index = try Overrides.index(of: input.hoursOfOperationOverrideId, in: found.document)
    let changed = Self.changed(found.document.overrides[index], by: input)
    try Overrides.check(changed, among: found.document.overrides)
    found.document.overrides[index] = changed
    try call.save(.hoursOfOperation, found)
    return EmptyResponse()
  }

  private static func changed(
    _ override: HoursOfOperationOverride, by input: UpdateHoursOfOperationOverrideRequest
  ) -> HoursOfOperationOverride {
    var changed = override
    changed.name = input.name ?? changed.name
    changed.description = input.description ?? changed.description
    changed.config = input.config ?? changed.config
    changed.effectiveFrom = input.effectiveFrom ?? changed.effectiveFrom
    changed.effectiveTill = input.effectiveTill ?? changed.effectiveTill
    changed.overrideType = input.overrideType ?? changed.overrideType
    changed.recurrenceConfig = input.recurrenceConfig ?? (input.overrideType == .standard ? nil : changed.recurrenceConfig)
    return changed
  }
}
