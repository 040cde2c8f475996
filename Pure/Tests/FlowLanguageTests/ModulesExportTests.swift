import FlowLanguage
import Testing
import Vocabulary

/// The older form of an exported flow.
struct ModulesExportTests {
  private static func block(
    _ id: String, _ type: String, _ parameters: JSON = [], _ branches: [(String, String)], target: String? = nil
  )
    -> JSON
  {
    [
      "id": .string(id), "type": .string(type), "parameters": parameters, "target": target.map(JSON.string) ?? .null,
      "branches": .array(branches.map { ["condition": .string($0), "transition": .string($1)] }),
    ]
  }

  private static func export(_ blocks: [JSON]) -> JSON {
    [
      "modules": .array(blocks + [block("end", "Disconnect", [], [])]), "version": "1", "type": "contactFlow",
      "start": blocks.first?["id"] ?? "end", "metadata": ["name": "older", "type": "contactFlow"],
    ]
  }

  private static func parameter(_ name: String, _ value: JSON, _ further: (String, JSON)...) -> JSON {
    .object([("name", .string(name)), ("value", value)] + further)
  }

  private func flow(_ blocks: JSON...) throws -> Flow {
    try FlowReader.read(ModulesExport.converted(Self.export(blocks)).get().text, as: .contactFlow).get()
  }

  @Test func knowsItself() {
    let export = Self.export([])
    #expect(ModulesExport.isOne(export) && !ModulesExport.isOne(["Version": "2019-10-30"]))
    #expect(ModulesExport.type(export) == .contactFlow && ModulesExport.name(export) == "older")
  }

  /// Every block of the catalogue becomes an action that the reader takes.
  @Test(arguments: [
    block("b", "PlayPrompt", [parameter("Text", "Hello"), parameter("TextToSpeechType", "text")], [("Success", "end")]),
    block("b", "PlayAudio", [parameter("Text", "<speak/>"), parameter("TextToSpeechType", "ssml")], [("Success", "end")]),
    block("b", "PlayPrompt", [parameter("AudioPrompt", "arn:prompt", ("resourceName", "Beep"))], [("Success", "end")]),
    block("b", "SetLoggingBehavior", [parameter("LoggingBehavior", "Enable")], [("Success", "end")]),
    block(
      "b", "InvokeExternalResource",
      [parameter("FunctionArn", "arn:f"), parameter("TimeLimit", "8"), parameter("Parameter", "v", ("key", "k"))],
      [("Success", "end"), ("Error", "end")], target: "Lambda"),
    block("b", "SetScreenPop", [parameter("key", "note"), parameter("value", "x")], [("Success", "end"), ("Error", "end")]),
    block("b", "Transfer", [], [("AtCapacity", "end"), ("Error", "end")], target: "Queue"),
    block("b", "CustomerInQueue", [], [("AtCapacity", "end"), ("Error", "end")]),
    block("b", "Transfer", [parameter("ContactFlowId", "arn:flow")], [("Error", "end")], target: "Flow"),
    block("b", "TransferToFlow", [parameter("ContactFlowId", "arn:flow")], [("Error", "end")]),
    block("b", "SetQueue", [parameter("Queue", "", ("resourceName", "BasicQueue"))], [("Success", "end"), ("Error", "end")]),
    block("b", "StartMediaStreaming", [parameter("Track", "FromCustomer")], [("Success", "end"), ("Error", "end")]),
    block("b", "StopMediaStreaming", [], [("Success", "end"), ("Error", "end")]),
    block(
      "b", "SetRecordingBehavior",
      [parameter("RecordingBehaviorOption", "Enable"), parameter("RecordingParticipantOption", "Both")], [("Success", "end")]),
    block(
      "b", "SetEventHook", [parameter("Type", "CustomerRemaining"), parameter("ContactFlowId", "arn:flow")],
      [("Success", "end"), ("Error", "end")]),
    block(
      "b", "SetContactFlow", [parameter("Type", "CustomerQueue"), parameter("ContactFlowId", "arn:flow")], [("Success", "end")]),
    block("b", "CheckHoursOfOperation", [], [("True", "end"), ("False", "end"), ("Error", "end")]),
    block("b", "UpdateRoutingPriority", [parameter("AbsolutePosition", 1)], [("Success", "end")]),
    block("b", "UpdateRoutingPriority", [parameter("TimeOffset", 600)], [("Success", "end")]),
    block(
      "b", "StoreCustomerInput",
      [parameter("Text", "?"), parameter("CustomerInputType", "Custom"), parameter("Timeout", "6"), parameter("MaxDigits", 20)],
      [("Success", "end"), ("Error", "end")]),
    block("b", "SetVoice", [parameter("GlobalVoice", "Joanna")], [("Success", "end")]),
    block("b", "Loop", [parameter("LoopCount", "3")], [("Looping", "b"), ("Complete", "end")]),
    block("b", "GetQueueMetrics", [], [("Success", "end"), ("Error", "end")]),
    block(
      "b", "SetCallBackNumber", [parameter("CallBackNumber", "Stored customer input", ("namespace", "System"))],
      [("Success", "end"), ("InvalidPhoneNumber", "end"), ("NonDialableNumber", "end")]),
  ])
  func blockIsConverted(_ block: JSON) throws {
    let flow = try flow(block)
    #expect(flow.actions[flow.start].identifier == "b")
  }

  @Test func valuesComeFromTheirNamespaces() throws {
    let flow = try flow(
      Self.block(
        "b", "SetAttributes",
        [
          Self.parameter("Attribute", "true", ("key", "fixed"), ("namespace", .null)),
          Self.parameter("Attribute", "aid", ("key", "outer"), ("namespace", "External")),
          Self.parameter("Attribute", "Customer Number", ("key", "caller"), ("namespace", "System")),
        ], [("Success", "end"), ("Error", "end")]))
    #expect(
      flow.actions[0].parameters["Attributes"]
        == ["fixed": "true", "outer": "$.External.aid", "caller": "$.CustomerEndpoint.Address"])
  }

  @Test func branchesKeepTheirMeaning() throws {
    let menu: JSON = [
      "id": "b", "type": "GetUserInput", "target": "Digits",
      "parameters": [Self.parameter("Text", "?"), Self.parameter("Timeout", "5"), Self.parameter("MaxDigits", "1")],
      "branches": [
        ["condition": "Evaluate", "conditionType": "Equals", "conditionValue": "1", "transition": "end"],
        ["condition": "Timeout", "transition": "b"], ["condition": "NoMatch", "transition": "b"],
        ["condition": "Error", "transition": "end"],
      ],
    ]
    let shares: JSON = [
      "id": "c", "type": "PercentileBranching", "parameters": [],
      "branches": [
        ["condition": "Evaluate", "conditionType": "Equals", "conditionValue": "3", "transition": "end"],
        ["condition": "Evaluate", "conditionType": "Equals", "conditionValue": "6", "transition": "end"],
        ["condition": "NoMatch", "conditionValue": "91", "transition": "b"],
      ],
    ]
    let time: JSON = [
      "id": "d", "type": "CheckQueueStatus", "parameters": [],
      "branches": [
        ["condition": "CheckQueueTime", "conditionType": "LessThan", "conditionValue": 300_000, "transition": "end"],
        ["condition": "NoMatch", "transition": "b"], ["condition": "Error", "transition": "end"],
      ],
    ]
    let content = try ModulesExport.converted(Self.export([menu, shares, time])).get()
    _ = try FlowReader.read(content.text, as: .contactFlow).get()
    func operands(_ index: Int) -> [JSON?] {
      (content["Actions"]?.array?[index]["Transitions"]?["Conditions"]?.array ?? []).map { $0["Condition"] }
    }
    #expect(operands(0) == [["Operator": "Equals", "Operands": ["1"]]])
    #expect(
      operands(1) == [["Operator": "NumberLessThan", "Operands": ["4"]], ["Operator": "NumberLessThan", "Operands": ["10"]]])
    #expect(operands(2) == [["Operator": "NumberLessThan", "Operands": ["300"]]])
  }

  @Test func whatHasNoCounterpartIsTold() throws {
    guard
      case .failure(let found) = ModulesExport.converted(
        Self.export([
          Self.block("b", "FoldPaper", [], [("Success", "end")]),
          Self.block("c", "SetAttributes", [Self.parameter("Attribute", "x", ("key", "k"), ("namespace", "Moon"))], []),
          ["type": "PlayPrompt"],
        ]))
    else { throw Unexpected() }
    #expect(found.problems.map(\.path) == ["$.modules[0]", "$.modules[1]", "$.modules[2]"])
    #expect(found.problems[0].description.contains("FoldPaper has no counterpart"))
  }

  private struct Unexpected: Error {}
}

/// What a foreign flow names is given the resources of an instance.
struct FlowBindingTests {
  private static let content: JSON = [
    "Version": "2019-10-30", "StartAction": "queue",
    "Metadata": ["ActionMetadata": ["flow": ["parameters": ["ContactFlowId": ["displayName": "Goodbye"]]]]],
    "Actions": [
      [
        "Identifier": "queue", "Type": "UpdateContactTargetQueue",
        "Parameters": ["QueueId": "arn:aws:connect:${REGION}:1:instance/i/queue/${Q:sales:Q}"],
        "Transitions": [
          "NextAction": "say", "Errors": [["NextAction": "say", "ErrorType": "NoMatchingError"]], "Conditions": [],
        ],
      ],
      [
        "Identifier": "say", "Type": "MessageParticipant", "Parameters": ["Text": "{{mustache}}"],
        "Transitions": [
          "NextAction": "flow", "Errors": [["NextAction": "flow", "ErrorType": "NoMatchingError"]], "Conditions": [],
        ],
      ],
      [
        "Identifier": "flow", "Type": "TransferToFlow", "Parameters": ["ContactFlowId": "arn:aws:connect:far:2:flow/elsewhere"],
        "Transitions": [
          "NextAction": "end", "Errors": [["NextAction": "end", "ErrorType": "NoMatchingError"]], "Conditions": [],
        ],
      ],
      ["Identifier": "end", "Type": "DisconnectParticipant", "Parameters": [:], "Transitions": [:]],
    ],
  ]

  private static var directory: FlowBinding.Directory {
    var directory = FlowBinding.Directory()
    directory.add(.queue, ["Sales", "q-1"], arn: "arn:here:queue/q-1")
    directory.add(.flow, ["Goodbye", "f-1"], arn: "arn:here:flow/f-1")
    return directory
  }

  private func bound(_ map: [String: String], _ directory: FlowBinding.Directory = Self.directory) throws -> FlowBinding.Result {
    try FlowBinding(map: map, directory: directory).bind(Self.content, as: .contactFlow)
  }

  private static let mark = "arn:aws:connect:${REGION}:1:instance/i/queue/${Q:sales:Q}"

  @Test func theMapNamesOneAndTheDesignerTheOther() throws {
    let result = try bound([Self.mark: "Sales"])
    #expect(result.unbound.isEmpty)
    #expect(result.bound == [Self.mark: "arn:here:queue/q-1", "arn:aws:connect:far:2:flow/elsewhere": "arn:here:flow/f-1"])
    let actions = result.content["Actions"]?.array ?? []
    #expect(actions[0]["Parameters"] == ["QueueId": "arn:here:queue/q-1"])
    #expect(actions[1]["Parameters"] == ["Text": "{{mustache}}"])
    #expect(actions[2]["Parameters"] == ["ContactFlowId": "arn:here:flow/f-1"])
  }

  @Test func marksAreReplacedWithinAText() throws {
    var directory = Self.directory
    directory.add(.queue, ["Other"], arn: "arn:aws:connect:eu:1:instance/i/queue/77")
    let result = try bound(["${REGION}": "eu", "${Q:sales:Q}": "77"], directory)
    #expect(result.bound[Self.mark] == "arn:aws:connect:eu:1:instance/i/queue/77")
  }

  @Test func whatCannotBeBoundIsTold() throws {
    let nothing = try bound([:], FlowBinding.Directory())
    #expect(nothing.unbound.map(\.path) == ["$.Actions[0].Parameters.QueueId", "$.Actions[2].Parameters.ContactFlowId"])
    #expect(nothing.content == Self.content)
    let another = try bound([Self.mark: "Purchasing"])
    #expect(another.unbound.map(\.kind) == [.queue])
  }

  @Test func whatIsHereStaysAsItIs() throws {
    var directory = Self.directory
    directory.add(.flow, ["Elsewhere"], arn: "arn:aws:connect:far:2:flow/elsewhere")
    #expect(try bound([Self.mark: "q-1"], directory).bound == [Self.mark: "arn:here:queue/q-1"])
  }
}
