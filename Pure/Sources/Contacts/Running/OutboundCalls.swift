import FlowEngine
import FlowLanguage
public import Vocabulary

/// Connect's StartOutboundVoiceContact: somebody is called, and a flow takes the call when they answer.
extension ContactCentre {
  /// What a call out is begun with.
  public struct CallingOut: Sendable {
    /// In E.164, as the one that is shown.
    public let number: String
    /// nil for the one of the queue.
    public let callerNumber: String?
    public let queueReference: String?
    public let ringSeconds: Int?

    public init(number: String, callerNumber: String?, queueReference: String?, ringSeconds: Int?) {
      self.number = number
      self.callerNumber = callerNumber
      self.queueReference = queueReference
      self.ringSeconds = ringSeconds
    }
  }

  /// - Returns: the contact, whose flow begins when somebody answers.
  public mutating func startOutboundCall(
    _ beginning: Beginning, _ calling: CallingOut, at now: Moment
  ) throws(CentreProblem) -> String {
    enter(now)
    _ = try contactFlow(beginning.flowReference)
    let queue = try calling.queueReference.map { (reference) throws(CentreProblem) -> TargetQueue in
      guard let queue = surroundings.queue(reference) else {
        throw CentreProblem(.queueNotFound, "There is no queue \(reference) in this instance.")
      }
      return queue
    }
    guard let callerNumber = calling.callerNumber ?? queue?.outboundCallerNumber else {
      throw CentreProblem(.invalid, "SourcePhoneNumber: give this, or a QueueId whose queue has an outbound caller id number.")
    }
    let contactID = newContact(.voice, beginning, method: "API", previous: nil)
    change(contactID) { contact in
      contact.call = Call(isCustomerConnected: false)
      contact.firstFlowReference = beginning.flowReference
      contact.context.targetQueue = queue
      contact.context.customerEndpoint = Endpoint(type: "TELEPHONE_NUMBER", address: calling.number)
      contact.context.systemEndpoint = Endpoint(type: "TELEPHONE_NUMBER", address: callerNumber)
    }
    dialCustomer(
      calling.number, callerNumber: callerNumber, timeLimitSeconds: calling.ringSeconds ?? Self.dialSecondsMax, contactID)
    settle()
    return contactID
  }

  /// Whom a flow called has answered.
  mutating func beginAnsweredCall(_ contact: Contact) {
    guard let flow = contact.firstFlowReference.flatMap({ surroundings.flow($0) }) else {
      return disconnect(contact.id, because: "OTHER")
    }
    begin(contact.id, with: flow)
  }
}
