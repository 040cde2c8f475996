import ConnectAPI
import ResourceStore

/// Creates hours of operation. Parents, whose overrides they inherit, must exist.
struct CreateHoursOfOperation: WriteOperation {
  static let rule: OperationRule<CreateHoursOfOperationRequest> = OperationRule(
    action: "connect:CreateHoursOfOperation",
    resources: { input, place in
      [place.arn("operating-hours", "*", in: input.instanceId)]
        + (input.parentHoursOfOperationConfigs ?? []).compactMap(\.hoursOfOperationId).map {
          place.arn("operating-hours", $0, in: input.instanceId)
        }
    },
    conditionKeys: [.instanceID(\.instanceId), .requestTags(\.tags)],
    audit: .write(["InstanceId", "Name", "TimeZone", "Config", "ParentHoursOfOperationConfigs", "Tags"]),
    refuses: [])

  func perform(_ input: CreateHoursOfOperationRequest, _ call: WriteCall) throws -> CreateHoursOfOperationResponse {
    let instance = try call.instance(input.instanceId).id
    try TimeZones.check(input.timeZone)
    let parents = try HoursOfOperations.checkedParents(input.parentHoursOfOperationConfigs, in: instance, call)
    let id = call.context.newID()
    let hours = HoursOfOperation(
      hoursOfOperationId: id, hoursOfOperationArn: call.context.place.arn("operating-hours", id, in: instance), name: input.name,
      description: input.description, timeZone: input.timeZone, config: input.config)
    let created = try call.create(
      .hoursOfOperation, id: id, name: input.name, StoredHoursOfOperation(hours: hours, parentIDs: parents, overrides: []),
      tags: input.tags, in: instance)
    return CreateHoursOfOperationResponse(hoursOfOperationId: id, hoursOfOperationArn: created.arn)
  }
}
