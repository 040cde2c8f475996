import Contacts
import FlowEngine
import Link
import Protection
import SwitchStore
import Vocabulary

/// Reading conversations: what is open from here, what is over from the keep.
extension ContactHost {
  /// Items that one answer reads.
  static let itemsMax = 10_000

  /// The record of a contact that is over, while it is on its way to the keep.
  func leavingRecord(_ contactID: String, in instanceID: String) -> JSON? {
    leaving[contactID].flatMap { $0.instanceID == instanceID ? $0.record : nil }
  }

  func leavingRecords(in instanceID: String) -> [JSON] {
    leaving.sorted { $0.key < $1.key }.filter { $0.value.instanceID == instanceID }.map(\.value.record)
  }

  /// Returns once what is known of the contact is with the keep, or a moment has passed.
  func departed(_ contactID: String) async {
    for _ in 0..<100 where leaving[contactID] != nil { try? await Task.sleep(for: .milliseconds(20)) }
  }

  /// Every item of a conversation, in order.
  func transcript(of initial: String, in instanceID: String) async throws -> [TranscriptItem] {
    let over = try await ports.keepSide.send(ReadTranscript(instanceID: instanceID, initialContactID: initial))
      .map { try $0.decoded(as: TranscriptItem.self) }
    let parts = try await ports.store.parts(.item, of: initial, after: 0, limit: Self.itemsMax, descending: false)
    let open = try parts.compactMap { part -> TranscriptItem? in
      guard let held = keys.existing(part.contact) else { return nil }
      return try JSON.parse(part.openBytes(under: held.key)).decoded(as: TranscriptItem.self)
    }
    let known = Set(open.map(\.id))
    return (over.filter { !known.contains($0.id) } + open).sorted { $0.sequence < $1.sequence }
  }
}

/// Attachments of open contacts.
extension ContactHost {
  /// Durable when it returns. The same attachment again changes nothing.
  func store(_ bytes: [UInt8], of attachmentID: String, for contact: Contact) async throws {
    let initial = contact.context.initialContactID
    guard try await ports.store.attachment(attachmentID, in: initial) == nil else { return }
    logSequence += 1
    var commit = ContactStore.Commit()
    commit.parts = [
      ContactStore.Part(
        initial: initial, sequence: logSequence, kind: .attachment, contact: contact.id, id: attachmentID,
        sealed: try Protected(
          ProtectableBytes(bytes), under: try key(of: contact.id).key, at: ContactStore.Part.place(.attachment, attachmentID)
        ).bytes)
    ]
    try await ports.store.commit(commit)
  }

  func attachment(_ id: String, in initial: String) async throws -> [UInt8]? {
    guard let part = try await ports.store.attachment(id, in: initial), let held = keys.existing(part.contact) else { return nil }
    return try part.openBytes(under: held.key)
  }
}
