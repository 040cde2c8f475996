import FlowEngine
import Vocabulary

/// The items that conversations are made of.
extension ContactCentre {
  @discardableResult
  mutating func append(
    _ kind: TranscriptItem.Kind, _ contentType: String, _ content: String?, from participant: Participant?, in contactID: String,
    attachments: [Attachment] = [], related: String? = nil
  ) -> TranscriptItem {
    let item = item(
      kind, contentType, content, from: participant, in: contactID, attachments: attachments, receipt: nil, related: related,
      sequence: nextSequence(of: contactID))
    change(contactID) { $0.chat?.lastSequence = item.sequence }
    effects.append(.append(item))
    return item
  }

  mutating func signal(
    _ kind: TranscriptItem.Kind, _ sending: Sending, from participant: Participant, in contact: Contact,
    receipt: TranscriptItem.Receipt?
  ) -> TranscriptItem {
    let item = item(
      kind, sending.contentType, sending.content, from: participant, in: contact.id, attachments: [], receipt: receipt,
      related: nil, sequence: contact.chat?.lastSequence ?? 0)
    effects.append(.signal(item))
    return item
  }

  mutating func appendSystemMessage(_ text: String, to contactID: String) {
    append(.message, "text/plain", text, from: Self.system(of: contactID), in: contactID)
  }

  /// The one who speaks for the contact centre; not among the participants who can connect.
  private static func system(of contactID: String) -> Participant {
    Participant(id: contactID, role: .system, displayName: "SYSTEM_MESSAGE", agentID: nil)
  }

  /// Contacts of one conversation number their items together.
  private func nextSequence(of contactID: String) -> Int64 {
    let initial = contacts[contactID]?.context.initialContactID ?? contactID
    let last = (conversations[initial] ?? [contactID]).compactMap { contacts[$0]?.chat?.lastSequence }.max()
    return (last ?? 0) + 1
  }

  private mutating func item(
    _ kind: TranscriptItem.Kind, _ contentType: String, _ content: String?, from participant: Participant?, in contactID: String,
    attachments: [Attachment], receipt: TranscriptItem.Receipt?, related: String?, sequence: Int64
  ) -> TranscriptItem {
    TranscriptItem(
      id: entropy.uuid(), sequence: sequence, contactID: contactID,
      initialContactID: contacts[contactID]?.context.initialContactID ?? contactID, at: now, kind: kind, contentType: contentType,
      content: content, participantID: participant?.id, displayName: participant?.displayName, role: participant?.role,
      attachments: attachments, receipt: receipt, relatedContactID: related)
  }
}
