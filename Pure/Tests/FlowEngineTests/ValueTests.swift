import FlowEngine
import FlowLanguage
import Testing
import Vocabulary

@Suite struct ValueTests {
  private static let context: FlowContext = {
    var context = FlowContext.test(on: .chat)
    context.subtype = "connect:Guide"
    context.name = "Order"
    context.customerID = "cu1"
    context.references = [ContactReference(name: "site", type: "URL", value: "https://example.com")]
    context.tags = ["team": "blue"]
    context.agent = AgentSummary(id: "a", arn: "arn:a", username: "amira", firstName: "Amira", lastName: "Khan")
    context.attributes["first name"] = "Zoë"
    context.attributes["n"] = "7"
    context.external =
      (["order": ["lines": [["sku": "A1"], ["sku": "B2"]], "paid": true, "total": .number(12.5)]] as JSON).object ?? .init()
    context.flowAttributes["arn-x"] = "arn:x"
    context.segmentAttributes["connect:Direction"] = ["ValueString": "INBOUND"]
    return context
  }()

  /// What an attribute is when it is set to `text`.
  private func value(_ text: String) -> String? {
    Play.of(.updateContactAttributes, ["Attributes": ["it": .string(text)]], with: Self.context).context.attributes["it"]?.string
  }

  @Test(arguments: [
    ("plain", "plain"), ("$", "$"), ("$5.00", "$5.00"), ("$.Attributes['first name']", "Zoë"), ("$['Attributes']['n']", "7"),
    ("<$.Attributes.n>", "<7>"), ("$.Attributes.n and $.Attributes.n.", "7 and 7."), ("[$.Attributes.none]", "[]"),
    ("$.Attributes.none", ""), ("$.External.order.lines[1].sku", "B2"), ("$.External.order.lines[2].sku", ""),
    ("$.External.order.paid", "true"), ("$.External.order.total", "12.5"), ("$.External.order.lines[0]", #"{"sku":"A1"}"#),
    ("$.FlowAttributes.arn-x", "arn:x"), ("arn:aws:lambda:$.AwsRegion:1", "arn:aws:lambda:eu-west-2:1"), ("$.Channel", "CHAT"),
    ("$.ContactId", "c1"), ("$.InitialContactId", "c0"), ("$.PreviousContactId", "cp"), ("$.InstanceARN", "arn:instance/i"),
    ("$.InitiationMethod", "INBOUND"), ("$.LanguageCode", "en-GB"), ("$.Name", "Order"), ("$.Description", ""),
    ("$.CustomerId", "cu1"), ("$.CustomerEndpoint.Address", "+441632960123"), ("$.CustomerEndpoint.Type", "TELEPHONE_NUMBER"),
    ("$.SystemEndpoint.Address", "+441632960999"), ("$.Queue.Name", "SALES"), ("$.Queue.ARN", "arn:queue/sales"),
    ("$.Queue.OutboundCallerId.Address", "+441632960000"), ("$.Agent.UserName", "amira"), ("$.Agent.FirstName", "Amira"),
    ("$.Agent.LastName", "Khan"), ("$.Agent.ARN", "arn:a"), ("$.References.site", "https://example.com"),
    ("$.References.site.Type", "URL"), ("$.Tags.team", "blue"), ("$.TextToSpeechVoiceId", "Joanna"),
    ("$.SegmentAttributes['connect:Subtype'].ValueString", "connect:Guide"),
    ("$.SegmentAttributes['connect:Direction'].ValueString", "INBOUND"), ("$.Nonsense.x", ""), ("$.StoredCustomerInput", ""),
  ])
  func paths(text: String, expected: String) { #expect(value(text) == expected) }

  @Test func namesOfAttributesMayBePaths() {
    let play = Play.of(
      .updateContactAttributes, ["Attributes": ["$.Name": "$.Attributes.n", "$.Description": "x"]], with: Self.context)
    #expect(play.context.attributes["Order"] == "7")
    #expect(play.context.attributes[""] == nil)
  }

  /// Names and values count: one byte and `bytes - 1`.
  private func set(_ type: ActionType, _ bytes: Int) -> Play {
    let value = JSON.string(String(repeating: "x", count: bytes - 1))
    let isOfFlow = type == .updateFlowAttributes
    return Play.of(type, isOfFlow ? ["FlowAttributes": ["n": ["Value": value]]] : ["Attributes": ["n": value]])
  }

  @Test func attributesHaveABound() {
    #expect(set(.updateFlowAttributes, 32_768).took == "next")
    #expect(set(.updateFlowAttributes, 32_769).took == "NoMatchingError")
    #expect(set(.updateFlowAttributes, 32_769).context.flowAttributes.isEmpty)
    #expect(set(.updateContactAttributes, 32_768).context.attributes["n"] != nil)
    #expect(set(.updateContactAttributes, 32_769).context.attributes["n"] == nil)
    #expect(set(.updateContactAttributes, 32_769).took == "NoMatchingError")
    #expect(Play.of(.updateContactAttributes, ["TargetContact": "Related"]).took == "NoMatchingError")
  }

  /// A name in brackets has 1,024 bytes at most, so that what never closes is not looked through again and again.
  @Test func namesInBracketsHaveABound() {
    func name(_ count: Int) -> String { "$.Attributes['" + String(repeating: "n", count: count) + "']" }
    #expect(value(name(1_024)) == "" && value(name(1_025))?.hasSuffix("']") == true)
    let open = String(repeating: "$['", count: 10_000)
    #expect(value(open) == open)
  }

  @Test func aTextThatGrowsTooLongIsNoText() {
    var context = FlowContext.test(on: .voice)
    context.attributes["x"] = .string(String(repeating: "x", count: 16_384))
    func take(_ times: Int) -> String? {
      let text = String(repeating: "$.Attributes.x", count: times)
      return Play.of(.messageParticipant, ["Text": .string(text)], with: context).took
    }
    #expect(take(4) == nil && take(5) == "NoMatchingError")
  }

  @Test func contactData() {
    let play = Play.of(
      .updateContactData,
      [
        "Name": "N", "Description": "D", "LanguageCode": "de-DE", "CustomerId": "$.ContactId",
        "References": ["site": ["Type": "URL", "Value": "https://example.org"], "new": ["Type": "STRING", "Value": "v"]],
      ], with: Self.context)
    #expect(play.took == "next")
    #expect(play.context.name == "N" && play.context.description == "D" && play.context.languageCode == "de-DE")
    #expect(play.context.customerID == "c1")
    #expect(play.context.references.map(\.value) == ["https://example.org", "v"])
    for parameters in [["IsVoiceIdStreamingEnabled": "true"], ["WisdomSessionArn": "x"], ["TargetContact": "Related"]] as [JSON] {
      #expect(Play.of(.updateContactData, parameters).took == "NoMatchingError")
    }
  }

  @Test func tags() {
    #expect(Play.of(.tagContact, ["Tags": ["a": "$.Channel"]]).context.tags == ["a": "VOICE"])
    let seven = JSON.object((1...7).map { ("k\($0)", "v") })
    #expect(Play.of(.tagContact, ["Tags": seven]).took == "NoMatchingError")
    #expect(Play.of(.tagContact, ["Tags": ["aws:x": "v"]]).took == "NoMatchingError")
    let gone = Play.of(.unTagContact, ["TagKeys": ["team", "none"]], with: Self.context)
    #expect(gone.context.tags.isEmpty && gone.took == "next")
  }

  @Test func hooks() {
    var surroundings = TestSurroundings()
    surroundings.flows["q"] = RunnableFlow("q", [Act(id: "e", type: .endFlowExecution)])
    let play = Play.of(.updateContactEventHooks, ["EventHooks": ["CustomerQueue": "q"]], in: surroundings)
    #expect(play.context.eventHooks == ["CustomerQueue": "q"])
    #expect(Play.of(.updateContactEventHooks, ["EventHooks": ["CustomerQueue": "lost"]]).took == "NoMatchingError")
    let disabled: JSON = [
      "EventHooks": ["AgentWhisper": "q"], "EventHooksConfiguration": ["AgentWhisper": ["DisableExecution": "true"]],
    ]
    #expect(Play.of(.updateContactEventHooks, disabled, in: surroundings).context.eventHooks == ["AgentWhisper": ""])
  }
}
