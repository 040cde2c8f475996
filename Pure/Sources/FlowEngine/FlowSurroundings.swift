public import FlowLanguage
public import Vocabulary

/// What an execution may ask while it decides. The answers are those of one moment: the host holds them in memory.
///
/// A reference is an id or an ARN, as a flow's author wrote it; a flow's may end in `:$LATEST` or a version.
public protocol FlowSurroundings {
  func flow(_ reference: String) -> RunnableFlow?
  func module(_ reference: String) -> RunnableFlow?
  /// The content that an execution began with, though the flow may have been published anew.
  func content(id: String, digest: String) -> RunnableFlow?
  func queue(_ reference: String) -> TargetQueue?
  /// The agent's own queue, by the agent's id or ARN.
  func agentQueue(_ reference: String) -> TargetQueue?
  /// Whether those hours of operation are open now; with nil, those of the queue. nil when there are no such hours.
  func isOpen(hours reference: String?, of queue: TargetQueue?) -> Bool?
  func metrics(of queue: TargetQueue, channel: ContactChannel?) -> QueueFigures?
  /// Whether a prompt of that id or ARN is there.
  func hasPrompt(_ reference: String) -> Bool
  /// Whether that number may be called: E.164 and allowed.
  func dialability(of number: String) -> Dialability
  /// Whether somebody takes the audio of calls as it is spoken.
  var streamsMedia: Bool { get }
}

/// A flow that can be run.
public struct RunnableFlow: Sendable {
  public let id: String
  public let arn: String
  public let name: String
  /// SHA-256 of the content, in hexadecimal.
  public let digest: String
  public let flow: Flow
  public init(id: String, arn: String, name: String, digest: String, flow: Flow) {
    self.id = id
    self.arn = arn
    self.name = name
    self.digest = digest
    self.flow = flow
  }
}

/// The live figures of one queue.
public struct QueueFigures: Sendable, Hashable {
  public var agentsOnline = 0
  public var agentsAvailable = 0
  public var agentsStaffed = 0
  public var agentsAfterContactWork = 0
  public var agentsOnContact = 0
  public var agentsError = 0
  public var agentsNonProductive = 0
  public var contactsInQueue = 0
  public var contactsScheduled = 0
  public var oldestContactAgeSeconds = 0
  public init() {}
}

public enum Dialability: Sendable, Hashable {
  case dialable
  case notANumber
  case refused
}
