import FlowEngine
import FlowLanguage
import Vocabulary

/// A contact centre as small as the tests need it; a reference is found by its plain id.
struct TestSurroundings: FlowSurroundings {
  var flows: [String: RunnableFlow] = [:]
  var modules: [String: RunnableFlow] = [:]
  var queues = ["sales": TargetQueue.test("sales")]
  var agentQueues = ["amira": TargetQueue.test("amira")]
  var openHours: [String: Bool] = ["office": true, "night": false]
  /// Whether the hours of a queue are open.
  var isQueueOpen: Bool? = true
  var figures: QueueFigures? = QueueFigures()
  var streamsMedia = true

  func flow(_ reference: String) -> RunnableFlow? { flows[reference] }
  func module(_ reference: String) -> RunnableFlow? { modules[reference] }
  func content(id: String, digest: String) -> RunnableFlow? {
    (flows[id] ?? modules[id]).flatMap { $0.digest == digest ? $0 : nil }
  }
  func queue(_ reference: String) -> TargetQueue? { queues[reference] }
  func agentQueue(_ reference: String) -> TargetQueue? { agentQueues[reference] }
  func isOpen(hours reference: String?, of queue: TargetQueue?) -> Bool? {
    if let reference { return openHours[reference] }
    return queue == nil ? nil : isQueueOpen
  }
  func metrics(of queue: TargetQueue, channel: ContactChannel?) -> QueueFigures? { figures }
  func hasPrompt(_ reference: String) -> Bool { reference == "greeting" }
  func dialability(of number: String) -> Dialability {
    if number.hasPrefix("+99") { return .refused }
    return number.hasPrefix("+") ? .dialable : .notANumber
  }
}

extension TargetQueue {
  static func test(_ id: String) -> TargetQueue {
    TargetQueue(id: id, arn: "arn:queue/\(id)", name: id.uppercased(), isAgentQueue: false, outboundCallerNumber: "+441632960000")
  }
}

extension FlowContext {
  static func test(on channel: ContactChannel) -> FlowContext {
    var context = FlowContext(
      contactID: "c1", initialContactID: "c0", previousContactID: "cp", instanceID: "i", instanceARN: "arn:instance/i",
      region: "eu-west-2", channel: channel, initiationMethod: "INBOUND", languageCode: "en-GB")
    context.customerEndpoint = Endpoint(type: "TELEPHONE_NUMBER", address: "+441632960123")
    context.systemEndpoint = Endpoint(type: "TELEPHONE_NUMBER", address: "+441632960999")
    context.targetQueue = .test("sales")
    return context
  }
}

/// One action of a test's flow, its transitions by identifier.
struct Act {
  var id: String
  var type: ActionType
  var parameters: JSON = [:]
  var next: String?
  var conditions: [(FlowPredicate, String)] = []
  var errors: [(String, String)] = []
}

extension RunnableFlow {
  init(_ id: String, _ acts: [Act], type: FlowType = .contactFlow) {
    func index(_ identifier: String) -> Int { acts.firstIndex { $0.id == identifier } ?? 0 }
    let actions = acts.map { act in
      FlowAction(
        identifier: act.id, type: act.type, parameters: act.parameters.object ?? JSON.Object(), next: act.next.map(index),
        conditions: act.conditions.map { FlowCondition(predicate: $0.0, next: index($0.1)) },
        errors: act.errors.map { FlowErrorBranch(errorType: $0.0, next: index($0.1)) })
    }
    let flow = Flow(type: type, actions: actions, start: 0)
    self.init(id: id, arn: "arn:flow/\(id)", name: id, digest: "digest-\(id)", flow: flow)
  }
}
