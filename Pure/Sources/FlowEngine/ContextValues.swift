import FlowLanguage
import Vocabulary

extension FlowContext {
  /// What a path of the flow language leads to; nil when there is nothing.
  func value(at path: FlowPath) -> JSON? {
    guard case .name(let root) = path.steps[0] else { return nil }
    let rest = path.steps.dropFirst()
    if root == "References", rest.count == 1 { return member(root)?.value(along: rest)?["Value"] }
    return member(root)?.value(along: rest)
  }

  private func member(_ name: String) -> JSON? {
    switch name {
    case "Attributes": JSON(.object(attributes))
    case "External": JSON(.object(external))
    case "FlowAttributes": JSON(.object(flowAttributes))
    case "Lex": JSON(.object(lex))
    case "Views": JSON(.object(views))
    case "Metrics": JSON(.object(metrics))
    case "Media": JSON(.object(media))
    case "SegmentAttributes": JSON(.object(segmentAttributesWithSubtype))
    case "CustomerEndpoint": customerEndpoint?.json
    case "SystemEndpoint": systemEndpoint?.json
    case "Queue": targetQueue?.json
    case "Agent": agent?.json
    case "References": .object(references.map { ($0.name, ["Type": .string($0.type), "Value": .string($0.value)]) })
    case "Tags": tagsJSON
    default: scalar(name).map(JSON.string)
    }
  }

  private func scalar(_ name: String) -> String? {
    switch name {
    case "Channel": channel.rawValue
    case "ContactId": contactID
    case "InitialContactId": initialContactID
    case "PreviousContactId": previousContactID
    case "InstanceARN": instanceARN
    case "AwsRegion": region
    case "InitiationMethod": initiationMethod
    case "Name": self.name
    case "Description": description
    case "CustomerId": customerID
    case "LanguageCode": languageCode
    case "StoredCustomerInput": storedCustomerInput
    case "CustomerCallbackNumber": callbackNumber
    case "TextToSpeechVoiceId": voice.voice
    default: nil
    }
  }

  var segmentAttributesWithSubtype: JSON.Object {
    var all = segmentAttributes
    if let subtype, all["connect:Subtype"] == nil { all["connect:Subtype"] = ["ValueString": .string(subtype)] }
    return all
  }

  /// In the order of their keys.
  var tagsJSON: JSON { .object(tags.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }) }
}

extension Endpoint {
  var json: JSON { ["Address": .string(address), "Type": .string(type)] }
}

extension TargetQueue {
  var json: JSON {
    let callerID = outboundCallerNumber.map { ["Address": .string($0), "Type": "TELEPHONE_NUMBER"] as JSON }
    return ["Name": .string(name), "ARN": .string(arn), "OutboundCallerId": callerID ?? .null]
  }
}

extension AgentSummary {
  var json: JSON {
    [
      "ARN": .string(arn), "UserName": .string(username), "FirstName": .string(firstName), "LastName": .string(lastName),
    ]
  }
}
