import FlowLanguage
import Testing
import Vocabulary

/// What is wrong with a flow is told with its place.
struct ReaderTests {
  private static func action(_ id: String, _ type: String, _ parameters: JSON = [:], _ transitions: JSON) -> JSON {
    ["Identifier": .string(id), "Type": .string(type), "Parameters": parameters, "Transitions": transitions]
  }

  private static func leads(to next: String?, errors: [String] = [], conditions: [JSON] = []) -> JSON {
    var object = JSON.Object()
    object["NextAction"] = next.map(JSON.string)
    object["Errors"] = .array(errors.map { ["ErrorType": .string($0), "NextAction": "end"] })
    object["Conditions"] = .array(conditions)
    return JSON(.object(object))
  }

  private static func text(_ actions: [JSON], version: JSON = "2019-10-30", start: JSON? = nil) -> String {
    JSON.object([
      ("Version", version), ("StartAction", start ?? actions.first?["Identifier"] ?? ""), ("Metadata", [:]),
      ("Actions", .array(actions)),
    ]).text
  }

  private static let end = action("end", "DisconnectParticipant", [:], [:])

  private func problems(_ text: String, as type: FlowType = .contactFlow) -> [String] {
    guard case .failure(let found) = FlowReader.read(text, as: type) else { return [] }
    return found.problems.map { "\($0.path): \($0.message)" }
  }

  @Test func aGoodFlowIsAGraph() throws {
    let text = Self.text([
      Self.action("say", "MessageParticipant", ["Text": "Hello"], Self.leads(to: "end", errors: ["NoMatchingError"])), Self.end,
    ])
    let flow = try FlowReader.read(text, as: .contactFlow).get()
    #expect(flow.actions.count == 2 && flow.start == 0 && flow.actions[0].next == 1)
    #expect(flow.actions[0].branch("NoMatchingError") == 1)
  }

  @Test(arguments: [
    ("{", "$"), ("[]", "$"), ("{\"Version\":\"2019-10-30\"}", "$.Actions"),
    (text([end], version: "2018-01-01"), "$.Version"), (text([end], start: "nowhere"), "$.StartAction"),
    (text([end, end]), "$.Actions[1].Identifier"),
    (text([action("a", "FlyToTheMoon", [:], leads(to: "end")), end]), "$.Actions[0].Type"),
    (text([action("a", "MessageParticipant", ["Text": "x"], leads(to: "nowhere")), end]), "$.Actions[0].Transitions.NextAction"),
    (text([action("a", "MessageParticipant", ["Text": "x"], leads(to: nil)), end]), "$.Actions[0].Transitions.NextAction"),
    (text([action("a", "MessageParticipant", [:], leads(to: "end")), end]), "$.Actions[0].Parameters"),
    (text([action("a", "MessageParticipant", ["Text": "x", "SSML": "y"], leads(to: "end")), end]), "$.Actions[0].Parameters"),
    (
      text([action("a", "TransferContactToQueue", [:], leads(to: "end", errors: ["NoMatchingError"])), end]),
      "$.Actions[0].Transitions.Errors"
    ),
    (
      text([
        action(
          "a", "UpdateFlowLoggingBehavior", ["FlowLoggingBehavior": "Enabled"], leads(to: "end", errors: ["NoMatchingError"])),
        end,
      ]),
      "$.Actions[0].Transitions.Errors"
    ),
    (
      text([action("a", "UpdateFlowLoggingBehavior", ["FlowLoggingBehavior": "Perhaps"], leads(to: "end")), end]),
      "$.Actions[0].Parameters.FlowLoggingBehavior"
    ),
    (text([action("a", "DisconnectParticipant", [:], leads(to: "end")), end]), "$.Actions[0].Transitions.NextAction"),
    (
      text([action("a", "Compare", ["ComparisonValue": "plain"], leads(to: "end", errors: ["NoMatchingCondition"])), end]),
      "$.Actions[0].Parameters.ComparisonValue"
    ),
    (
      text([
        action(
          "a", "Loop", ["LoopCount": "3"],
          leads(
            to: "end", conditions: [["NextAction": "end", "Condition": ["Operator": "Equals", "Operands": ["DoneLooping"]]]])),
        end,
      ]),
      "$.Actions[0].Transitions.Conditions"
    ),
    (text([action("a", "EndFlowModuleExecution", [:], [:])]), "$.Actions[0].Type"),
  ]) func eachFaultHasItsPlace(_ text: String, _ place: String) {
    let found = problems(text)
    #expect(found.count == 1, "\(found)")
    #expect(found.first?.hasPrefix("\(place): ") == true, "\(found)")
  }

  @Test func conditionsStandInOneAnother() throws {
    func nested(_ depth: Int) -> JSON {
      depth == 0 ? ["Operator": "Equals", "Operands": ["x"]] : ["Operator": "Not", "Operands": [nested(depth - 1)]]
    }
    func flow(_ depth: Int) -> String {
      let condition: JSON = ["NextAction": "end", "Condition": nested(depth)]
      return Self.text([
        Self.action(
          "a", "Compare", ["ComparisonValue": "$.Attributes.x"],
          Self.leads(to: "end", errors: ["NoMatchingCondition"], conditions: [condition])), Self.end,
      ])
    }
    _ = try FlowReader.read(flow(4), as: .contactFlow).get()
    #expect(problems(flow(5)).first?.contains("deep") == true)
  }

  @Test func everythingWrongIsToldAtOnce() {
    let bad = (0..<5).map { Self.action("a\($0)", "MessageParticipant", [:], Self.leads(to: "nowhere")) }
    #expect(problems(Self.text(bad)).count == 10)
  }

  @Test func whatIsNamedIsFound() throws {
    let text = Self.text([
      Self.action("q", "UpdateContactTargetQueue", ["QueueId": "{{queue}}"], Self.leads(to: "h", errors: ["NoMatchingError"])),
      Self.action(
        "h", "UpdateContactEventHooks", ["EventHooks": ["CustomerQueue": "f1", "AgentWhisper": "$.Attributes.flow"]],
        Self.leads(to: "v", errors: ["NoMatchingError"])),
      Self.action(
        "v", "UpdateFlowAttributes", ["FlowAttributes": ["a": ["Value": "${ACCOUNT}"], "b": ["Value": "fixed"]]],
        Self.leads(to: "end", errors: ["NoMatchingError"])), Self.end,
    ])
    let found = try FlowReader.read(text, as: .contactFlow).get().references
    #expect(found.map(\.kind) == [.queue, .flow, .value])
    #expect(found.map(\.isMark) == [true, false, true])
    #expect(
      found.map(\.path) == [
        "$.Actions[0].Parameters.QueueId", "$.Actions[1].Parameters.EventHooks.CustomerQueue",
        "$.Actions[2].Parameters.FlowAttributes.a.Value",
      ])
  }
}
