import FlowEngine
public import Vocabulary

/// Files in a chat: announced, sent, and then part of the conversation.
extension ContactCentre {
  /// Files that one conversation may hold, and the bytes of each, as in Connect.
  public static let attachmentsMax = 35
  public static let attachmentBytesMax = 20 << 20

  /// A participant says that it will send a file.
  /// - Returns: the attachment's id, and the contact that it belongs to.
  public mutating func beginAttachment(
    named name: String, contentType: String, sizeBytes: Int, from participantID: String, in initialContactID: String,
    at now: Moment
  ) throws(CentreProblem) -> (attachmentID: String, contactID: String) {
    enter(now)
    let (contact, participant) = try speaker(participantID, initialContactID)
    guard (1...Self.attachmentBytesMax).contains(sizeBytes) else {
      throw CentreProblem(.invalid, "An attachment has 1 to \(Self.attachmentBytesMax) bytes.")
    }
    guard (contact.chat?.attachments.count ?? 0) < Self.attachmentsMax else {
      throw CentreProblem(.tooMany, "A conversation may have \(Self.attachmentsMax) attachments.")
    }
    let attachment = Attachment(
      id: entropy.uuid(), participantID: participant.id, name: name, contentType: contentType, sizeBytes: sizeBytes)
    change(contact.id) { $0.chat?.attachments.append(attachment) }
    settle()
    return (attachment.id, contact.id)
  }

  /// The attachment of that id in a conversation that the participant is in.
  public func attachment(_ id: String, for participantID: String, in initialContactID: String) throws(CentreProblem) -> Attachment
  {
    let (contact, _) = try speaker(participantID, initialContactID)
    guard let attachment = contact.chat?.attachments.first(where: { $0.id == id }) else {
      throw CentreProblem(.contactNotFound, "There is no attachment with the id \(id) in this chat.")
    }
    return attachment
  }

  /// The files have arrived: they are shown to everybody.
  public mutating func completeAttachments(
    _ ids: [String], from participantID: String, in initialContactID: String, at now: Moment
  )
    throws(CentreProblem)
  {
    enter(now)
    let (contact, participant) = try speaker(participantID, initialContactID)
    active(participant, in: contact.id)
    for id in ids {
      let attachment = try attachment(id, for: participantID, in: initialContactID)
      guard attachment.participantID == participantID else {
        throw CentreProblem(.invalid, "The attachment \(id) is another participant's.")
      }
      guard !attachment.isApproved else { continue }
      approve(id, in: contact.id)
      var approved = attachment
      approved.isApproved = true
      append(.attachment, attachment.contentType, nil, from: participant, in: contact.id, attachments: [approved])
    }
    settle()
  }

  private mutating func approve(_ id: String, in contactID: String) {
    change(contactID) { contact in
      guard let index = contact.chat?.attachments.firstIndex(where: { $0.id == id }) else { return }
      contact.chat?.attachments[index].approve()
    }
  }
}

extension Attachment {
  fileprivate mutating func approve() { isApproved = true }
}
