import ConnectAPI

/// Makes a version of what a flow has published. In Connect this serves flows of the type CAMPAIGN alone; here it serves all.
struct CreateContactFlowVersion: WriteOperation {
  static let rule: OperationRule<CreateContactFlowVersionRequest> = OperationRule(
    action: "connect:CreateContactFlowVersion",
    resources: { [$1.arn("contact-flow", $0.contactFlowId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "ContactFlowId", "FlowContentSha256"]),
    refuses: [
      RefusedMember("ContactFlowVersion", because: "versions are numbered in the order of their creation"),
      RefusedMember("LastModifiedTime", because: "it is the time of the request"),
      RefusedMember("LastModifiedRegion", because: "it is the region of this instance"),
    ])

  func perform(_ input: CreateContactFlowVersionRequest, _ call: WriteCall) throws -> CreateContactFlowVersionResponse {
    let found = try call.find(.contactFlow, input.contactFlowId, in: input.instanceId)
    guard let published = found.document.published else {
      throw ConnectError(
        .invalidRequest, "The contact flow \(found.id) was never published; a version is made of what is published.")
    }
    let number = try FlowVersions.create(
      of: found, content: published, settings: nil, description: input.description, digest: input.flowContentSha256, call)
    return CreateContactFlowVersionResponse(contactFlowArn: found.arn, version: number)
  }
}
