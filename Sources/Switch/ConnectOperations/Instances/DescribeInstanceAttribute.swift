import ConnectAPI

/// Tells one attribute of an instance.
struct DescribeInstanceAttribute: ReadOperation {
  static let rule: OperationRule<DescribeInstanceAttributeRequest> = OperationRule(
    action: "connect:DescribeInstanceAttribute",
    resources: { [$1.instanceARN($0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .read(["InstanceId", "AttributeType"]),
    refuses: [])

  func perform(_ input: DescribeInstanceAttributeRequest, _ call: ReadCall) throws -> DescribeInstanceAttributeResponse {
    let instance = try Instances.find(input.instanceId, call).document
    return DescribeInstanceAttributeResponse(
      attribute: Attribute(attributeType: input.attributeType, value: Instances.value(of: input.attributeType, in: instance)))
  }
}
