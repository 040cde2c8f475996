public import FlowEngine
import FlowLanguage
import Routing
public import Vocabulary

/// How contacts begin.
extension ContactCentre {
  /// What every kind of contact may begin with.
  public struct Beginning: Sendable {
    public var flowReference: String
    public var attributes: JSON.Object
    public var segmentAttributes: JSON.Object
    public var name: String?
    public var description: String?
    public var references: [ContactReference]
    public var customerID: String?
    public var relatedContactID: String?
    public init(flowReference: String) {
      self.flowReference = flowReference
      attributes = JSON.Object()
      segmentAttributes = JSON.Object()
      references = []
    }
  }

  /// Seconds that a chat may last unless it says otherwise: 25 hours.
  public static let chatSecondsMax = 25 * 3600
  /// Seconds that a task may last: 7 days.
  public static let taskSecondsMax = 7 * 86_400

  /// Begins a chat with one customer.
  /// - Returns: the contact and the customer's participant.
  public mutating func startChat(
    _ beginning: Beginning, displayName: String, contentTypes: [String], initialMessage: (contentType: String, content: String)?,
    secondsMax: Int?, rehydrating source: Rehydration?, at now: Moment
  ) throws(CentreProblem) -> (contactID: String, participantID: String) {
    enter(now)
    let flow = try contactFlow(beginning.flowReference)
    let contactID = newContact(.chat, beginning, method: "API", previous: nil)
    let customer = Participant(id: entropy.uuid(), role: .customer, displayName: displayName, agentID: nil)
    change(contactID) { contact in
      var chat = Chat()
      chat.participants = [customer]
      chat.contentTypes = contentTypes
      chat.rehydratedFrom = source?.contactID
      chat.isRehydrationEntire = source?.isEntire ?? false
      contact.chat = chat
    }
    setDeadline(.expiry, after: secondsMax ?? Self.chatSecondsMax, for: contactID)
    if let initialMessage {
      append(.message, initialMessage.contentType, initialMessage.content, from: customer, in: contactID)
    }
    begin(contactID, with: flow)
    settle()
    return (contactID, customer.id)
  }

  /// Begins a task, at once or when its time has come.
  public mutating func startTask(
    _ beginning: Beginning, templateID: String?, target: TransferTarget?, scheduledAt: Moment?, previousContactID: String?,
    at now: Moment
  ) throws(CentreProblem) -> String {
    enter(now)
    let flow = try contactFlow(beginning.flowReference)
    let queue = try target.map { (target) throws(CentreProblem) in try resolved(target) }
    let contactID = newTask(beginning, templateID: templateID, method: "API", previous: nil)
    change(contactID) { contact in
      contact.context.previousContactID = previousContactID
      contact.context.targetQueue = queue
    }
    beginTask(contactID, with: flow, named: beginning.flowReference, at: scheduledAt)
    settle()
    return contactID
  }

  mutating func newTask(_ beginning: Beginning, templateID: String?, method: String, previous: Contact?) -> String {
    let contactID = newContact(.task, beginning, method: method, previous: previous)
    change(contactID) { $0.task = TaskDetails(templateID: templateID) }
    return contactID
  }

  mutating func beginTask(_ contactID: String, with flow: RunnableFlow, named reference: String, at scheduled: Moment?) {
    let start = max(scheduled ?? now, now)
    setDeadline(.expiry, at: start.adding(seconds: Int64(Self.taskSecondsMax)), for: contactID)
    guard start > now else { return begin(contactID, with: flow) }
    change(contactID) { contact in
      contact.phase = .scheduled
      contact.times.scheduledAt = start
      contact.firstFlowReference = reference
    }
    setDeadline(.schedule, at: start, for: contactID)
  }

  /// The time of a scheduled contact has come.
  mutating func begin(_ contactID: String) {
    guard let contact = contacts[contactID], contact.phase == .scheduled else { return }
    change(contactID) { $0.phase = .inFlow }
    if let callback = contact.callback { return beginCallback(callback, contactID) }
    guard let flow = contact.firstFlowReference.flatMap({ surroundings.flow($0) }) else {
      return disconnect(contactID, because: "OTHER")
    }
    begin(contactID, with: flow)
  }

  func contactFlow(_ reference: String) throws(CentreProblem) -> RunnableFlow {
    guard let flow = surroundings.flow(reference) else {
      throw CentreProblem(.flowNotFound, "There is no published contact flow \(reference) in this instance.")
    }
    return flow
  }

  mutating func begin(_ contactID: String, with flow: RunnableFlow) {
    let now = now
    change(contactID) { $0.times.connectedToSystemAt = now }
    tell("CONNECTED_TO_SYSTEM", of: contactID)
    startFlow(flow, as: .inbound, for: contactID)
  }

  mutating func newContact(_ channel: ContactChannel, _ beginning: Beginning, method: String, previous: Contact?) -> String {
    let contactID = entropy.uuid(at: now)
    var context = FlowContext(
      contactID: contactID, initialContactID: previous?.context.initialContactID ?? contactID, previousContactID: previous?.id,
      instanceID: instance.id, instanceARN: instance.arn, region: instance.region, channel: channel, initiationMethod: method,
      languageCode: previous?.context.languageCode ?? "en-US")
    context.attributes = beginning.attributes
    context.segmentAttributes = beginning.segmentAttributes
    context.name = beginning.name
    context.description = beginning.description
    context.references = beginning.references
    context.customerID = beginning.customerID
    var contact = Contact(context: context, at: now)
    contact.relatedContactID = beginning.relatedContactID
    insert(contact)
    return contactID
  }

  mutating func insert(_ contact: Contact) {
    contacts[contact.id] = contact
    changes.contacts.insert(contact.id)
    conversations[contact.context.initialContactID, default: []].append(contact.id)
    tell("INITIATED", of: contact.id)
  }
}

/// The past conversation that a new chat takes up.
public struct Rehydration: Sendable, Hashable {
  public let contactID: String
  /// Connect's RehydrationType: the whole conversation, or the last segment of it.
  public let isEntire: Bool
  public init(contactID: String, isEntire: Bool) {
    self.contactID = contactID
    self.isEntire = isEntire
  }
}

extension ContactCentre {
  /// Whether a contact can take up a past.
  public func checkRehydration(of contactID: String) throws(CentreProblem) {
    guard let chat = try live(contactID).chat else { throw CentreProblem(.wrongChannel, "Only a chat has a past to take up.") }
    guard chat.rehydratedFrom == nil else { throw CentreProblem(.wrongState, "The chat has taken up a past already.") }
  }

  /// A chat takes up the past of another, once (Connect's CreatePersistentContactAssociation).
  public mutating func rehydrate(_ contactID: String, from source: Rehydration, at now: Moment) throws(CentreProblem) {
    enter(now)
    try checkRehydration(of: contactID)
    change(contactID) { contact in
      contact.chat?.rehydratedFrom = source.contactID
      contact.chat?.isRehydrationEntire = source.isEntire
    }
    append(
      .chatRehydrated, Self.event("chat.rehydrated"), nil, from: nil, in: contactID, related: source.contactID)
    settle()
  }
}
