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

  /// Whether a contact is open, or on its way to the keep.
  func isHere(_ contactID: String) -> Bool {
    leaving[contactID] != nil || centres.values.contains { $0.core.contacts[contactID] != nil }
  }

  /// Returns once what is known of the contact is with the keep, or a moment has passed.
  func departed(_ contactID: String) async {
    for _ in 0..<100 where leaving[contactID] != nil { try? await Task.sleep(for: .milliseconds(20)) }
  }

  /// Every item of a contact's conversation that it may read, in order and in Connect's JSON: those of open contacts from here,
  /// of those that are over from the keep.
  func transcript(of contact: Contact, withPast: Bool = true) async throws -> [JSON] {
    let initial = contact.context.initialContactID
    guard let reader = keys.existing(contact.id)?.id else { return [] }
    let parts = try await ports.store.parts(.item, of: initial, after: 0, limit: Self.itemsMax, descending: false)
    let open = try parts.compactMap { part -> TranscriptItem? in
      guard let held = keys.existing(part.contact) else { return nil }
      return try JSON.parse(part.openBytes(under: held.key)).decoded(as: TranscriptItem.self)
    }
    // The keep is asked after: what leaves for it in between is found there. A conversation that began with this contact has
    // nothing there, and goes on while the keep is away.
    let over = withPast && contact.mayHavePast ? try await ports.keepSide.send(ReadTranscript(reader: reader)) : []
    let known = Set(open.map(\.id))
    let own = open.sorted { $0.sequence < $1.sequence }.map(ChatItemJSON.json)
    return ChatItemJSON.merged(over.filter { !known.contains($0["Id"]?.string ?? "") }, own)
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

  /// One that the contact's conversation had before.
  func pastAttachment(_ id: String, for contact: Contact) async throws -> [UInt8]? {
    guard let reader = keys.existing(contact.id)?.id else { return nil }
    return try await ports.keepSide.send(ReadAttachment(reader: reader, attachmentID: id))
  }
}

extension Contact {
  /// Whether contacts before it may be in its conversation.
  fileprivate var mayHavePast: Bool { context.initialContactID != id || chat?.rehydratedFrom != nil }
}
