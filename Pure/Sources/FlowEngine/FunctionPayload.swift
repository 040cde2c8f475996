import Vocabulary

extension ActionRun {
  /// The event that Connect sends to a Lambda function.
  func functionPayload(parameters: JSON) -> JSON {
    ["Name": "ContactFlowEvent", "Details": ["ContactData": context.contactData, "Parameters": parameters]]
  }
}

extension FlowContext {
  /// Every member is there, null where there is nothing to say.
  fileprivate var contactData: JSON {
    func text(_ value: String?) -> JSON { value.map(JSON.string) ?? .null }
    return [
      "Attributes": JSON(.object(attributes)), "AwsRegion": .string(region), "Channel": .string(channel.rawValue),
      "ContactId": .string(contactID), "CustomerEndpoint": customerEndpoint?.json ?? .null, "CustomerId": text(customerID),
      "Description": text(description), "InitialContactId": .string(initialContactID),
      "InitiationMethod": .string(initiationMethod), "InstanceARN": .string(instanceARN), "LanguageCode": .string(languageCode),
      "MediaStreams": ["Customer": ["Audio": media["Audio"] ?? .null]], "Name": text(name),
      "PreviousContactId": text(previousContactID), "Queue": targetQueue?.json ?? .null,
      "References": .object(references.map { ($0.name, ["Type": .string($0.type), "Value": .string($0.value)]) }),
      "SegmentAttributes": JSON(.object(segmentAttributesWithSubtype)), "SystemEndpoint": systemEndpoint?.json ?? .null,
      "Tags": tagsJSON,
    ]
  }
}
