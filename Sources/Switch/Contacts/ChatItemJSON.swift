import Contacts
import Vocabulary

/// A transcript item in the JSON of Connect's Participant API.
enum ChatItemJSON {
  static func json(_ item: TranscriptItem) -> JSON {
    var object = JSON.Object()
    object["AbsoluteTime"] = .string(item.at.rfc3339Milliseconds)
    object["Content"] = item.content.map(JSON.string)
    object["ContentType"] = .string(item.contentType)
    object["Id"] = .string(item.id)
    object["Type"] = .string(item.kind.rawValue)
    object["ParticipantId"] = item.participantID.map(JSON.string)
    object["DisplayName"] = item.displayName.map(JSON.string)
    object["ParticipantRole"] = item.role.map { .string($0.rawValue) }
    object["InitialContactId"] = .string(item.initialContactID)
    object["ContactId"] = .string(item.contactID)
    object["RelatedContactId"] = item.relatedContactID.map(JSON.string)
    if !item.attachments.isEmpty { object["Attachments"] = .array(item.attachments.map(attachment)) }
    object["MessageMetadata"] = item.receipt.map(metadata)
    return JSON(.object(object))
  }

  /// As GetTranscript answers it: without what its shape does not have.
  static func transcriptItem(_ item: JSON) -> JSON {
    var object = item.object ?? JSON.Object()
    object["InitialContactId"] = nil
    return JSON(.object(object))
  }

  /// Two sequences, each in order, by time; what is of one time keeps the order of the sequences.
  static func merged(_ earlier: [JSON], _ later: [JSON]) -> [JSON] {
    guard !earlier.isEmpty else { return later }
    let items = (earlier + later).map { (time: $0["AbsoluteTime"]?.string ?? "", json: $0) }
    return items.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }.map(\.element.json)
  }

  private static func attachment(_ attachment: Attachment) -> JSON {
    [
      "ContentType": .string(attachment.contentType), "AttachmentId": .string(attachment.id),
      "AttachmentName": .string(attachment.name), "Status": .string(attachment.isApproved ? "APPROVED" : "IN_PROGRESS"),
    ]
  }

  private static func metadata(_ receipt: TranscriptItem.Receipt) -> JSON {
    var told = JSON.Object()
    told["DeliveredTimestamp"] = receipt.deliveredAt.map { .string($0.rfc3339Milliseconds) }
    told["ReadTimestamp"] = receipt.readAt.map { .string($0.rfc3339Milliseconds) }
    told["RecipientParticipantId"] = .string(receipt.recipientID)
    return ["MessageId": .string(receipt.messageID), "Receipts": [JSON(.object(told))]]
  }
}
