import ConnectAPI
import ResourceStore
import Vocabulary

/// Begins an instance. It is CREATION_IN_PROGRESS until `InstanceProvisioner` has made what every instance has.
struct CreateInstance: WriteOperation {
  static let rule: OperationRule<CreateInstanceRequest> = OperationRule(
    action: "connect:CreateInstance",
    resources: { _, place in [place.instanceARN("*")] },
    conditionKeys: [.requestTags(\.tags)],
    audit: .write(["IdentityManagementType", "InstanceAlias", "InboundCallsEnabled", "OutboundCallsEnabled", "Tags"]),
    refuses: [RefusedMember("DirectoryId", because: "no directory can be connected")])

  func perform(_ input: CreateInstanceRequest, _ call: WriteCall) throws -> CreateInstanceResponse {
    let account = call.context.place.account
    try check(input, account, call)
    let id = call.context.newID()
    let arn = call.context.place.instanceARN(id)
    let instance = Instance(
      id: id, arn: arn, identityManagementType: input.identityManagementType, instanceAlias: input.instanceAlias,
      createdTime: call.context.now, instanceStatus: .creationInProgress, inboundCallsEnabled: input.inboundCallsEnabled,
      outboundCallsEnabled: input.outboundCallsEnabled)
    let stored = StoredInstance(instance: instance, attributes: [:])
    let record = Record(
      kind: .instance, id: id, scope: account, arn: arn, name: input.instanceAlias?.lowercased(), document: stored.json,
      sealed: nil,
      tags: input.tags ?? [:], createdAt: call.context.now, modifiedAt: call.context.now)
    try call.writer.insert(record, references: [])
    try call.writer.enqueue(topic: InstanceProvisioner.creation, payload: Array(id.utf8))
    return CreateInstanceResponse(id: id, arn: arn)
  }

  private func check(_ input: CreateInstanceRequest, _ account: String, _ call: WriteCall) throws {
    try TagRules.check(input.tags ?? [:])
    guard input.identityManagementType != .existingDirectory else {
      throw ConnectError(
        .invalidRequest, "IdentityManagementType: EXISTING_DIRECTORY needs a directory, and none can be connected.")
    }
    if input.identityManagementType == .connectManaged, input.instanceAlias == nil {
      throw ConnectError(.invalidRequest, "InstanceAlias: required unless IdentityManagementType is EXISTING_DIRECTORY.")
    }
    if let alias = input.instanceAlias, try call.reader.record(.instance, named: alias.lowercased(), in: account) != nil {
      throw ConnectError(.invalidRequest, "InstanceAlias: \(alias) is taken by another instance.")
    }
    let max = call.context.quotas.max(of: .instance)
    guard try call.reader.count(.instance, in: account) < max else {
      throw ConnectError(.serviceQuotaExceeded, "This account may have \(max) instances at most.")
    }
  }
}
