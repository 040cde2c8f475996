/// Where the values of the older export come from, as paths of the flow language.
enum ModuleNamespaces {
  /// nil for what has no path.
  static func path(_ namespace: String, _ value: String) -> String? {
    if let prefix = prefixes[namespace] { return "\(prefix).\(value)" }
    return namespace == "System" ? system[value] : nil
  }

  private static let prefixes = [
    "User Defined": "$.Attributes", "External": "$.External", "Lex Slots": "$.Lex.Slots", "Lex": "$.Lex",
    "Lex Attributes": "$.Lex.SessionAttributes", "Flow": "$.FlowAttributes", "Agent": "$.Agent", "Queue": "$.Queue",
  ]

  private static let system = [
    "Stored customer input": "$.StoredCustomerInput", "Channel": "$.Channel", "Customer Number": "$.CustomerEndpoint.Address",
    "Dialed Number": "$.SystemEndpoint.Address", "Queue.Name": "$.Queue.Name", "Queue name": "$.Queue.Name",
    "Queue.ARN": "$.Queue.ARN", "Queue ARN": "$.Queue.ARN", "Contact id": "$.ContactId", "ContactId": "$.ContactId",
    "Initial Contact Id": "$.InitialContactId", "Previous Contact Id": "$.PreviousContactId", "Instance ARN": "$.InstanceARN",
    "Text to speech voice": "$.TextToSpeechVoiceId", "Customer callback number": "$.CustomerCallbackNumber",
    "Initiation method": "$.InitiationMethod", "Language": "$.LanguageCode",
  ]
}
