import FlowEngine
import FlowLanguage
import Routing
import Vocabulary

/// What flows see of the contact centre at one moment.
struct CentreSurroundings: FlowSurroundings {
  let configuration: CentreConfiguration
  let routing: RoutingState
  let numbers: Numbers
  let now: Moment
  let streamsMedia: Bool

  func flow(_ reference: String) -> RunnableFlow? { configuration.flows[Self.qualifiedID(reference)]?.runnable }

  /// A version may be named by an alias, whose own id or name stands in its place.
  func module(_ reference: String) -> RunnableFlow? { configuration.module(Self.qualifiedID(reference)) }

  func content(id: String, digest: String) -> RunnableFlow? {
    let current = configuration.flows[id]?.runnable ?? configuration.modules[id]
    return current?.digest == digest ? current : configuration.earlierContents["\(id)/\(digest)"]
  }

  func queue(_ reference: String) -> TargetQueue? {
    guard let queue = configuration.queues[Self.id(reference)] else { return agentQueue(reference) }
    return TargetQueue(
      id: queue.id, arn: queue.arn, name: queue.name, isAgentQueue: false, outboundCallerNumber: queue.outboundCallerNumber)
  }

  func agentQueue(_ reference: String) -> TargetQueue? {
    guard let agent = configuration.agents[Self.id(reference)] else { return nil }
    return TargetQueue(id: agent.id, arn: agent.arn, name: agent.username, isAgentQueue: true, outboundCallerNumber: nil)
  }

  func isOpen(hours reference: String?, of queue: TargetQueue?) -> Bool? {
    let id = reference.map(Self.id) ?? queue.flatMap { configuration.queues[$0.id]?.hoursID }
    return id.flatMap { configuration.hours[$0] }?.isOpen(now)
  }

  func metrics(of queue: TargetQueue, channel: ContactChannel?) -> QueueFigures? {
    numbers.queues.existing(queue.id).map { QueueFigures(routing.figures(of: QueueNumber($0), channel: channel), at: now) }
  }

  func hasPrompt(_ reference: String) -> Bool { configuration.prompts.contains(Self.id(reference)) }

  /// ITU-T E.164: a plus sign, then 7 to 15 digits, the first not 0.
  func dialability(of number: String) -> Dialability {
    let digits = number.utf8.dropFirst()
    let isNumber =
      number.hasPrefix("+") && (7...15).contains(digits.count) && digits.allSatisfy { (0x30...0x39).contains($0) }
      && digits.first != 0x30
    return isNumber ? .dialable : .notANumber
  }

  /// The id of what an id or an ARN names, a version or alias after it left out.
  static func id(_ reference: String) -> String {
    let last = reference.split(separator: "/").last.map(String.init) ?? reference
    return last.split(separator: ":", maxSplits: 1).first.map(String.init) ?? last
  }

  /// `ID` for what is published, `ID:VERSION` for a version. A draft never runs.
  static func qualifiedID(_ reference: String) -> String {
    let last = reference.split(separator: "/").last.map(String.init) ?? reference
    return last.hasSuffix(":$LATEST") || last.hasSuffix(":$SAVED") ? id(reference) : last
  }
}

extension ContactCentre {
  var surroundings: CentreSurroundings {
    CentreSurroundings(
      configuration: configuration, routing: routing, numbers: numbers, now: now, streamsMedia: streamsMedia)
  }
}
