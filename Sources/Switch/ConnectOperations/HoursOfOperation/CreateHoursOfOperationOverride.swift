import ConnectAPI

/// Adds an override to hours of operation. Without OverrideType it is STANDARD: temporary hours in place of the weekly ones.
struct CreateHoursOfOperationOverride: WriteOperation {
  static let rule: OperationRule<CreateHoursOfOperationOverrideRequest> = OperationRule(
    action: "connect:CreateHoursOfOperationOverride",
    resources: { [$1.arn("operating-hours", $0.hoursOfOperationId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write([
      "InstanceId", "HoursOfOperationId", "Name", "Config", "EffectiveFrom", "EffectiveTill", "RecurrenceConfig", "OverrideType",
    ]),
    refuses: [])

  func perform(
    _ input: CreateHoursOfOperationOverrideRequest, _ call: WriteCall
  ) throws -> CreateHoursOfOperationOverrideResponse {
    var found = try call.find(.hoursOfOperation, input.hoursOfOperationId, in: input.instanceId)
    guard found.document.overrides.count < Overrides.countMax else {
      throw ConnectError(.limitExceeded, "Hours of operation may have \(Overrides.countMax) overrides at most.")
    }
    let id = call.context.newID()
    let override = HoursOfOperationOverride(
      hoursOfOperationOverrideId: id, hoursOfOperationId: found.id, hoursOfOperationArn: found.arn, name: input.name,
      description: input.description, config: input.config, effectiveFrom: input.effectiveFrom,
      effectiveTill: input.effectiveTill, recurrenceConfig: input.recurrenceConfig, overrideType: input.overrideType ?? .standard)
    try Overrides.check(override, among: found.document.overrides)
    found.document.overrides.append(override)
    try call.save(.hoursOfOperation, found)
    return CreateHoursOfOperationOverrideResponse(hoursOfOperationOverrideId: id)
  }
}
