import AWSWire
import ConnectAPI
import ResourceStore

/// Creates a predefined attribute: a name with the values that it may have.
struct CreatePredefinedAttribute: WriteOperation {
  static let rule: OperationRule<CreatePredefinedAttributeRequest> = OperationRule(
    action: "connect:CreatePredefinedAttribute",
    resources: { [$1.instanceARN($0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "Name", "Values", "Purposes", "AttributeConfiguration"]),
    refuses: [])

  func perform(_ input: CreatePredefinedAttributeRequest, _ call: WriteCall) throws -> EmptyResponse {
    try PredefinedAttributes.checkPrefix(input.name, "Name")
    try PredefinedAttributes.check(input.values)
    let attribute = PredefinedAttribute(
      name: input.name, values: input.values, purposes: input.purposes,
      attributeConfiguration: PredefinedAttributes.configuration(
        input.attributeConfiguration ?? InputPredefinedAttributeConfiguration()))
    try call.create(
      .predefinedAttribute, id: call.context.newID(), name: input.name, attribute, tags: nil, in: input.instanceId)
    return EmptyResponse()
  }
}
