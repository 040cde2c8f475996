import FlowEngine
import FlowLanguage
import Vocabulary

/// What an inbound flow usually does: it greets, looks the caller up, offers a menu, goes round a loop, and queues.
enum BenchFlow {
  static func read() throws -> RunnableFlow {
    let flow = try FlowReader.read(text, as: .contactFlow).get()
    return RunnableFlow(id: "bench", arn: "arn:flow/bench", name: "bench", digest: "1", flow: flow)
  }

  private static let text = """
    {"Version": "2019-10-30", "StartAction": "voice", "Actions": [
      {"Identifier": "voice", "Type": "UpdateContactTextToSpeechVoice", "Parameters": {"TextToSpeechVoice": "Amy"},
        "Transitions": {"NextAction": "greet"}},
      {"Identifier": "greet", "Type": "MessageParticipant", "Parameters": {"Text": "Welcome."},
        "Transitions": {"NextAction": "look"}},
      {"Identifier": "look", "Type": "InvokeLambdaFunction", "Parameters": {
        "LambdaFunctionARN": "arn:aws:lambda:eu-west-2:1:function:f", "InvocationTimeLimitSeconds": "3",
        "LambdaInvocationAttributes": {"number": "$.CustomerEndpoint.Address"}},
        "Transitions": {"NextAction": "keep", "Errors": [{"ErrorType": "NoMatchingError", "NextAction": "end"}]}},
      {"Identifier": "keep", "Type": "UpdateContactAttributes", "Parameters": {"TargetContact": "Current",
        "Attributes": {"tier": "$.External.tier", "note": "$.External.name from $.CustomerEndpoint.Address"}},
        "Transitions": {"NextAction": "tier", "Errors": [{"ErrorType": "NoMatchingError", "NextAction": "end"}]}},
      {"Identifier": "tier", "Type": "Compare", "Parameters": {"ComparisonValue": "$.Attributes.tier"},
        "Transitions": {"NextAction": "end",
          "Errors": [{"ErrorType": "NoMatchingCondition", "NextAction": "end"}], "Conditions": [
          {"NextAction": "end", "Condition": {"Operator": "Equals", "Operands": ["silver"]}},
          {"NextAction": "round", "Condition": {"Operator": "Equals", "Operands": ["gold"]}}]}},
      {"Identifier": "round", "Type": "Loop", "Parameters": {"LoopCount": "20"},
        "Transitions": {"NextAction": "menu", "Conditions": [
          {"NextAction": "count", "Condition": {"Operator": "Equals", "Operands": ["ContinueLooping"]}},
          {"NextAction": "menu", "Condition": {"Operator": "Equals", "Operands": ["DoneLooping"]}}]}},
      {"Identifier": "count", "Type": "UpdateContactAttributes", "Parameters": {"TargetContact": "Current",
        "Attributes": {"last": "$.Attributes.tier"}},
        "Transitions": {"NextAction": "round", "Errors": [{"ErrorType": "NoMatchingError", "NextAction": "end"}]}},
      {"Identifier": "menu", "Type": "GetParticipantInput", "Parameters": {"StoreInput": "False", "Text": "Press 1.",
        "InputTimeLimitSeconds": "5"},
        "Transitions": {"NextAction": "end", "Errors": [{"ErrorType": "NoMatchingError", "NextAction": "end"},
          {"ErrorType": "NoMatchingCondition", "NextAction": "end"},
          {"ErrorType": "InputTimeLimitExceeded", "NextAction": "end"}],
          "Conditions": [{"NextAction": "queue", "Condition": {"Operator": "Equals", "Operands": ["1"]}}]}},
      {"Identifier": "queue", "Type": "UpdateContactTargetQueue", "Parameters": {"QueueId": "sales"},
        "Transitions": {"NextAction": "go", "Errors": [{"ErrorType": "NoMatchingError", "NextAction": "end"}]}},
      {"Identifier": "go", "Type": "TransferContactToQueue", "Parameters": {},
        "Transitions": {"NextAction": "end", "Errors": [{"ErrorType": "QueueAtCapacity", "NextAction": "end"},
          {"ErrorType": "NoMatchingError", "NextAction": "end"}]}},
      {"Identifier": "end", "Type": "DisconnectParticipant", "Parameters": {}, "Transitions": {}}
    ]}
    """
}

/// One flow and one queue.
struct BenchSurroundings: FlowSurroundings {
  let runnable: RunnableFlow
  let streamsMedia = true
  private let sales = TargetQueue(
    id: "sales", arn: "arn:queue/sales", name: "Sales", isAgentQueue: false, outboundCallerNumber: nil)

  init(runnable: RunnableFlow) { self.runnable = runnable }

  func flow(_ reference: String) -> RunnableFlow? { nil }
  func module(_ reference: String) -> RunnableFlow? { nil }
  func content(id: String, digest: String) -> RunnableFlow? { runnable }
  func queue(_ reference: String) -> TargetQueue? { sales }
  func agentQueue(_ reference: String) -> TargetQueue? { nil }
  func isOpen(hours reference: String?, of queue: TargetQueue?) -> Bool? { true }
  func metrics(of queue: TargetQueue, channel: ContactChannel?) -> QueueFigures? { nil }
  func hasPrompt(_ reference: String) -> Bool { true }
  func dialability(of number: String) -> Dialability { .dialable }
}
