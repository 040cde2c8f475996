import AWSWire
import ConnectAPI

/// Changes a predefined attribute; what is not given stays. A value that an agent has a proficiency in cannot be taken away.
struct UpdatePredefinedAttribute: WriteOperation {
  static let rule: OperationRule<UpdatePredefinedAttributeRequest> = OperationRule(
    action: "connect:UpdatePredefinedAttribute",
    resources: { [$1.instanceARN($0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "Name", "Values", "Purposes", "AttributeConfiguration"]),
    refuses: [])

  func perform(_ input: UpdatePredefinedAttributeRequest, _ call: WriteCall) throws -> EmptyResponse {
    var found = try PredefinedAttributes.find(input.name, in: input.instanceId, call)
    if let values = input.values {
      try PredefinedAttributes.check(values)
      try refuseToRemoveUsed(found, values, call)
      found.document.values = values
    }
    found.document.purposes = input.purposes ?? found.document.purposes
    if let configuration = input.attributeConfiguration {
      found.document.attributeConfiguration = PredefinedAttributes.configuration(configuration)
    }
    try call.save(.predefinedAttribute, found)
    return EmptyResponse()
  }

  private func refuseToRemoveUsed(
    _ attribute: Resource<PredefinedAttribute>, _ values: PredefinedAttributeValues, _ call: WriteCall
  ) throws {
    let missing = try PredefinedAttributes.usedValues(attribute, call).subtracting(values.stringList ?? [])
    guard missing.isEmpty else {
      let list = missing.sorted().joined(separator: ", ")
      throw ConnectError(.invalidRequest, "Values.StringList: agents have proficiencies in \(list). Disassociate them first.")
    }
  }
}
