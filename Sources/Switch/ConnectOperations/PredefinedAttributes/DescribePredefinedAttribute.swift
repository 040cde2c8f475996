import ConnectAPI

/// Describes one predefined attribute.
struct DescribePredefinedAttribute: ReadOperation {
  static let rule: OperationRule<DescribePredefinedAttributeRequest> = OperationRule(
    action: "connect:DescribePredefinedAttribute",
    resources: { [$1.instanceARN($0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .read(["InstanceId", "Name"]),
    refuses: [])

  func perform(_ input: DescribePredefinedAttributeRequest, _ call: ReadCall) throws -> DescribePredefinedAttributeResponse {
    DescribePredefinedAttributeResponse(
      predefinedAttribute: try PredefinedAttributes.find(input.name, in: input.instanceId, call).document)
  }
}
