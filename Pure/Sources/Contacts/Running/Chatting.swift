import FlowEngine
public import Vocabulary

/// Messages, events and participants of chats.
extension ContactCentre {
  /// What a participant sends: a message or an event that lasts, or a sign that does not.
  public struct Sending: Sendable {
    public let contentType: String
    public let content: String?
    /// The same again makes nothing new.
    public let clientToken: String?
    public init(contentType: String, content: String?, clientToken: String?) {
      self.contentType = contentType
      self.content = content
      self.clientToken = clientToken
    }
  }
  public struct Sent: Sendable, Hashable {
    public let itemID: String
    public let at: Moment
  }

  /// The participant that an agent is in its contact, with the conversation.
  public func agentParticipant(_ agentID: String, in contactID: String) throws(CentreProblem) -> (
    initial: String, participantID: String
  ) {
    let contact = try served(contactID, by: agentID)
    guard let participantID = contact.service?.participantID else {
      throw CentreProblem(.wrongState, "The contact \(contactID) is not a chat that this agent has joined.")
    }
    return (contact.context.initialContactID, participantID)
  }

  static let typing = "application/vnd.amazonaws.connect.event.typing"
  static let delivered = "application/vnd.amazonaws.connect.event.message.delivered"
  static let read = "application/vnd.amazonaws.connect.event.message.read"
  static let acknowledged = "application/vnd.amazonaws.connect.event.connection.acknowledged"
  /// Client tokens that are remembered for a chat.
  private static let recentMax = 64

  /// The contact of a conversation in which the participant is now: the latest that it has not left.
  public func contact(of participantID: String, conversation initialContactID: String) -> Contact? {
    (conversations[initialContactID] ?? []).reversed().lazy.compactMap { contacts[$0] }
      .first { $0.chat?.participant(participantID) != nil && $0.phase != .afterContactWork }
  }

  /// The open contacts of a conversation, in the order of their beginning.
  public func openContacts(of conversation: String) -> [String] { conversations[conversation] ?? [] }

  /// A message is stored and shown once, however often it is sent with the same client token.
  public mutating func sendMessage(_ sending: Sending, from participantID: String, in initialContactID: String, at now: Moment)
    throws(CentreProblem) -> Sent
  {
    enter(now)
    let (contact, participant) = try speaker(participantID, initialContactID)
    if let sent = contact.chat?.earlier(sending, participantID) { return sent }
    active(participant, in: contact.id)
    let item = append(.message, sending.contentType, sending.shown(in: contact.chat), from: participant, in: contact.id)
    remember(sending, participantID, item, in: contact.id)
    if participant.role == .customer, case .view(let token) = contact.awaited, let answer = ViewAnswer(sending) {
      flowHeard(.viewAnswered(token: token, action: answer.action, data: answer.data), in: contact.id)
    } else if participant.role == .customer {
      agenda.append(.flow(contactID: contact.id, .messageReceived(contentType: sending.contentType, text: sending.content ?? "")))
    }
    settle()
    return Sent(itemID: item.id, at: item.at)
  }

  private mutating func flowHeard(_ event: FlowEvent, in contactID: String) {
    change(contactID) { $0.awaited = nil }
    agenda.append(.flow(contactID: contactID, event))
  }

  /// Typing and receipts are shown to the others and forgotten; any other event lasts.
  public mutating func sendEvent(_ sending: Sending, from participantID: String, in initialContactID: String, at now: Moment)
    throws(CentreProblem) -> Sent
  {
    enter(now)
    let (contact, participant) = try speaker(participantID, initialContactID)
    if let sent = contact.chat?.earlier(sending, participantID) { return sent }
    let item: TranscriptItem
    switch sending.contentType {
    case Self.typing: item = signal(.typing, sending, from: participant, in: contact, receipt: nil)
    case Self.delivered, Self.read:
      item = signal(.messageReceipt, sending, from: participant, in: contact, receipt: try receipt(sending, participantID))
    default:
      item = append(.event, sending.contentType, sending.content, from: participant, in: contact.id)
      remember(sending, participantID, item, in: contact.id)
    }
    settle()
    return Sent(itemID: item.id, at: item.at)
  }

  /// The first time that a participant is there to hear: the others are told.
  public mutating func participantJoined(_ participantID: String, in initialContactID: String, at now: Moment)
    throws(CentreProblem)
  {
    enter(now)
    let (contact, participant) = try speaker(participantID, initialContactID)
    guard !participant.hasJoined else { return }
    join(participant, in: contact.id)
    settle()
  }

  /// A participant leaves. With the customer the conversation ends; with an agent as when the agent ends it.
  public mutating func participantLeft(_ participantID: String, in initialContactID: String, at now: Moment) throws(CentreProblem)
  {
    enter(now)
    let (contact, participant) = try speaker(participantID, initialContactID)
    switch participant.role {
    case .customer: customerLeft(contact, because: "CUSTOMER_DISCONNECT")
    case .agent: agentLeaves(contact)
    case .supervisor, .customBot, .system: leave(participant, in: contact.id)
    }
    settle()
  }

  /// Adds a participant to a chat (Connect's CreateParticipant): a custom bot or a supervisor.
  public mutating func addParticipant(_ role: Participant.Role, named displayName: String, to contactID: String, at now: Moment)
    throws(CentreProblem) -> String
  {
    enter(now)
    let contact = try live(contactID)
    guard contact.chat != nil else { throw CentreProblem(.wrongChannel, "Participants can be added to chats alone.") }
    let participant = Participant(id: entropy.uuid(), role: role, displayName: displayName, agentID: nil)
    change(contactID) { $0.chat?.participants.append(participant) }
    settle()
    return participant.id
  }

  /// The customer is gone: every contact of the conversation is over.
  mutating func customerLeft(_ contact: Contact, because reason: String) {
    if let customer = contact.chat?.customer { leave(customer, in: contact.id) }
    for contactID in conversations[contact.context.initialContactID] ?? [] { disconnect(contactID, because: reason) }
  }

  mutating func joinAgent(_ agent: AgentSummary, to contactID: String) {
    let participant = Participant(id: entropy.uuid(), role: .agent, displayName: agent.firstName, agentID: agent.id)
    change(contactID) { contact in
      contact.chat?.participants.append(participant)
      contact.service?.participantID = participant.id
    }
    join(participant, in: contactID)
  }

  private mutating func join(_ participant: Participant, in contactID: String) {
    changeParticipant(participant.id, in: contactID) { $0.hasJoined = true }
    append(.participantJoined, Self.event("participant.joined"), nil, from: participant, in: contactID)
  }

  mutating func leave(_ participant: Participant, in contactID: String) {
    guard contacts[contactID]?.chat?.participant(participant.id)?.hasLeft == false else { return }
    changeParticipant(participant.id, in: contactID) { $0.hasLeft = true }
    append(.participantLeft, Self.event("participant.left"), nil, from: participant, in: contactID)
    effects.append(.dismissParticipant(contactID: contactID, participantID: participant.id))
  }

  mutating func changeParticipant(_ id: String, in contactID: String, _ body: (inout Participant) -> Void) {
    change(contactID) { contact in
      guard let index = contact.chat?.participants.firstIndex(where: { $0.id == id }) else { return }
      contact.chat?.participants[index].change(body)
    }
  }

  static func event(_ name: String) -> String { "application/vnd.amazonaws.connect.event.\(name)" }

  func speaker(_ participantID: String, _ initialContactID: String) throws(CentreProblem) -> (Contact, Participant) {
    guard let contact = contact(of: participantID, conversation: initialContactID),
      let participant = contact.chat?.participant(participantID), !participant.hasLeft
    else { throw CentreProblem(.participantNotFound, "The participant is not in an active chat.") }
    return (contact, participant)
  }

  private mutating func remember(_ sending: Sending, _ participantID: String, _ item: TranscriptItem, in contactID: String) {
    guard let token = sending.clientToken else { return }
    change(contactID) { contact in
      contact.chat?.recent.append(SentItem(participantID: participantID, clientToken: token, itemID: item.id, at: item.at))
      if (contact.chat?.recent.count ?? 0) > Self.recentMax { contact.chat?.recent.removeFirst() }
    }
  }

  private func receipt(_ sending: Sending, _ participantID: String) throws(CentreProblem) -> TranscriptItem.Receipt {
    guard let json = sending.content.flatMap({ try? JSON.parse($0) }), let messageID = json["messageId"]?.string else {
      throw CentreProblem(.invalid, "A receipt's content is JSON with the messageId.")
    }
    let isRead = sending.contentType == Self.read
    return TranscriptItem.Receipt(
      messageID: messageID, recipientID: participantID, deliveredAt: isRead ? nil : now, readAt: isRead ? now : nil)
  }
}

extension Chat {
  fileprivate func earlier(_ sending: ContactCentre.Sending, _ participantID: String) -> ContactCentre.Sent? {
    guard let token = sending.clientToken else { return nil }
    return recent.first { $0.clientToken == token && $0.participantID == participantID }
      .map { ContactCentre.Sent(itemID: $0.itemID, at: $0.at) }
  }
}

extension Participant {
  mutating func change(_ body: (inout Participant) -> Void) { body(&self) }
}
