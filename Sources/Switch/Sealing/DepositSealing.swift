import Contacts
import Link
import MessageFormat
import Protection
import Recognition
import Sealing
import SwitchStore
import Vocabulary

/// Seals what a contact leaves behind: its transcript as one document, and each of its attachments.
struct DepositSealing: Sendable {
  /// Whose content it is.
  struct Source: Sendable {
    let contactID: String
    let initialContactID: String
    let instanceID: String
    /// The id of the contact's key, which the ids of its objects begin with.
    let keyID: String
  }

  /// Storage resource types of Connect's.
  private static let transcripts = "CHAT_TRANSCRIPTS"
  private static let attachments = "ATTACHMENTS"

  /// Of what contacts of a channel leave.
  static func classes(of channel: ContactChannel) -> [String] {
    switch channel {
    case .voice: [RecordingFiles.contentClass]
    case .chat: [transcripts, attachments]
    case .task, .email: []
    }
  }

  let keys: SealingKeys
  let account: String
  /// What looks at content while it is here in clear.
  let recognisers: [any Recogniser]
  /// What was sealed while it was spoken.
  let recordings: RecordingFiles

  /// - Parameters:
  ///   - items: of the transcript, in order.
  ///   - files: attachments by id, those among them that the transcript names.
  func objects(
    of source: Source, items: [TranscriptItem], files: [(id: String, bytes: [UInt8])]
  ) async throws -> [SealedObject] {
    var objects: [SealedObject] = []
    if !items.isEmpty {
      let document = TranscriptDocument.json(items, of: source, account: account).bytes
      objects.append(
        try await sealed(
          document, of: source, Self.transcripts, number: 0, attachmentID: nil, "application/json", recognised(in: items)))
    }
    let types = Dictionary(items.flatMap(\.attachments).map { ($0.id, $0.contentType) }) { first, _ in first }
    let origins = Dictionary(items.flatMap { item in item.attachments.map { ($0.id, item.role?.rawValue) } }) { first, _ in first
    }
    for (number, file) in files.enumerated() {
      objects.append(
        try await sealed(
          file.bytes, of: source, Self.attachments, number: number + 1, attachmentID: file.id,
          types[file.id] ?? "application/octet-stream",
          recognised(in: file.bytes, types[file.id], origin: origins[file.id] ?? nil)))
    }
    return objects + (await recordings.objects(of: source))
  }

  private func sealed(
    _ content: [UInt8], of source: Source, _ contentClass: String, number: Int, attachmentID: String?, _ contentType: String,
    _ recognised: Recognised
  ) async throws -> SealedObject {
    let id = SealedObject.id(keyID: source.keyID, number: number)
    let context = SealedObject.context(
      id: id, contentClass: contentClass, contactID: source.contactID, instanceID: source.instanceID
    ).merging(recognised.context) { base, _ in base }
    let key = try await keys.key(for: contentClass, in: source.instanceID)
    var writer = try MessageWriter(to: key, frameLength: .kibibytes64, context: context)
    let start = try writer.append(content)
    return SealedObject(
      id: id, contentClass: contentClass, attachmentID: attachmentID, contentType: contentType, plaintextBytes: content.count,
      message: start + (try writer.finish()))
  }
}

/// The document that Connect leaves of a chat: version 2019-08-26.
enum TranscriptDocument {
  static func json(_ items: [TranscriptItem], of source: DepositSealing.Source, account: String) -> JSON {
    let participants = Set(items.compactMap(\.participantID)).sorted()
    return [
      "Version": "2019-08-26", "AWSAccountId": .string(account), "InstanceId": .string(source.instanceID),
      "InitialContactId": .string(source.initialContactID), "ContactId": .string(source.contactID),
      "Participants": .array(participants.map { ["ParticipantId": .string($0)] }),
      "Transcript": .array(items.map(ChatItemJSON.json)),
    ]
  }
}
