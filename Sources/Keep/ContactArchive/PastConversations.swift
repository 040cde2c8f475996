import AWSWire
import ConnectAPI
import Link
import SQLiteEngine
import Vocabulary

/// What open contacts may read of the contacts that their conversations had before, and who lets them.
struct PastConversations: Sendable {
  let archive: ContactArchive
  let log: AuditLog
  let endpoint: ConnectEndpoint
  let authority: Authority
  let directory: IdentityDirectory
  let uses: KeyUses

  private var events: KeepEvent { uses.events }

  /// The items of the transcripts, in order.
  func transcript(for reader: String) async throws -> [JSON] {
    var items: [JSON] = []
    for (right, manifest) in try await past(of: reader, .chatTranscripts) {
      items += try JSON.parse(try await content(manifest, right, reader, "GetTranscript"))["Transcript"]?.array ?? []
    }
    return items
  }

  func attachment(_ id: String, for reader: String) async throws -> [UInt8]? {
    guard let (right, manifest) = try await past(of: reader, .attachments).first(where: { $1.attachmentID == id }) else {
      return nil
    }
    return try await content(manifest, right, reader, "GetAttachment")
  }

  private func past(of reader: String, _ contentClass: ContentClass) async throws -> [(ContactRight, Manifest)] {
    let rights = try await archive.database.read { try ContactRights.rights(of: reader, $0) }
    let byContact = Dictionary(rights.map { ($0.contactID, $0) }) { first, _ in first }
    return try await archive.content.manifests(of: rights.map(\.contactID), contentClass).compactMap { manifest in
      byContact[manifest.contactID].map { ($0, manifest) }
    }
  }

  /// All of one object, once the read is on record (law 1).
  private func content(
    _ manifest: Manifest, _ right: ContactRight, _ reader: String, _ operation: String
  ) async throws -> [UInt8] {
    let object = manifest.object
    let key = try await uses.ofService(.decrypt, try await archive.content.key(of: object).id, object.encryptionContext)
    let read = PastRead(
      right: right, key: key.allowance, object: object, entry: entry(of: manifest, reader, operation), keyEntry: key.entry)
    let grant = try Grant.mint(read, try await log.receipt(for: [read.entry, read.keyEntry]))
    return try await archive.content.open(grant)
  }

  /// The event of a participant's read: nobody signed it, since the right is the open contact's.
  private func entry(of manifest: Manifest, _ reader: String, _ operation: String) -> JSON {
    events.event(
      operation, for: "participant.connect.amazonaws.com",
      [
        "InstanceId": .string(manifest.instanceID), "ContactId": .string(manifest.contactID),
        "ObjectId": .string(manifest.id), "ReaderKeyId": .string(reader),
      ], readOnly: true, category: .data)
  }

  /// Whom a key is denied to shows nobody what rests under it. All keys of the instance are asked: the past has no bounds yet.
  private func denialOfKeys(to caller: Caller, _ past: ClaimedPast, _ carried: CarriedRequest) async throws -> Refusal? {
    guard let signatory = try await directory.signatory(caller.accessKeyID) else { return nil }
    let context = ["switchkeep:instance": past.instanceID, "switchkeep:contact": past.contactID]
    for key in try await uses.keys.keys(under: past.instanceID) {
      let use = KeyUse(operation: .decrypt, keyID: key.id, encryptionContext: context, service: .connect)
      guard case .denied(let reason) = uses.access.verdictForGrantor(on: use, of: key, signatory, carried) else { continue }
      let envelope = AuditEvent.plain(
        carried, source: KeyUse.source, operation: use.operation.rawValue, caller: caller, place: events.place,
        eventID: events.newID())
      try await log.append([use.event(in: envelope, at: events.place, denied: reason)])
      return Refusal(
        code: "AccessDeniedException",
        message: Authority.text(
          "connectparticipant:GetTranscript", events.place.arn("contact", past.contactID, in: past.instanceID), caller),
        status: 403)
    }
    return nil
  }

  /// Lets an open contact read the past that a signed request names.
  /// - Returns: why not.
  func grant(_ message: GrantPast) async throws -> Refusal? {
    guard let claim = try? endpoint.claim(of: message.carried), let past = ClaimedPast(claim.operation, claim.input) else {
      return Refusal(code: "InvalidRequestException", message: "The request names no past conversation.", status: 400)
    }
    let contacts = try await archive.database.read { try ContactRights.named(past, $0) }
    var caller: Caller?
    // Who lets a conversation show its past lets others read content, and so needs the right to each part of it (law 8).
    for action in ["connect:\(claim.operation)", "connectparticipant:GetTranscript"] {
      let question = CarriedQuestion(
        action: action,
        resources: Set(contacts + [past.contactID]).sorted().map {
          .init(arn: events.place.arn("contact", $0, in: past.instanceID), tags: [:])
        },
        context: ["connect:InstanceId": [past.instanceID]])
      switch try await authority.judge(message.carried, operation: claim.operation, question: question) {
      case .refused(let refusal): return refusal
      case .allowed(let known): caller = known
      }
    }
    guard let caller else { return nil }
    if let refusal = try await denialOfKeys(to: caller, past, message.carried) { return refusal }
    return try await grant(past, contacts, message, by: caller)
  }

  private func grant(
    _ past: ClaimedPast, _ contacts: [String], _ message: GrantPast, by caller: Caller
  ) async throws -> Refusal? {
    let event = AuditEvent.grantOfPast(
      message.carried, parameters: past.parameters(reader: message.reader), caller: caller, place: events.place,
      eventID: events.newID())
    do {
      _ = try await log.receipt(for: event) { database in
        guard !contacts.isEmpty, try ContactRights.grant(message.reader, contacts, database) else {
          throw ConnectError.noContact(past.contactID)
        }
      }
      return nil
    } catch let error as ConnectError {
      return Refusal(code: error.code.rawValue, message: error.message, status: 404)
    }
  }
}

/// Which past a StartChatContact or CreatePersistentContactAssociation asks for.
struct ClaimedPast: Sendable {
  let instanceID: String
  let contactID: String
  let isEntire: Bool

  init?(_ operation: String, _ input: JSON) {
    let past: JSON? =
      switch operation {
      case "StartChatContact": input["PersistentChat"]
      case "CreatePersistentContactAssociation": input
      default: nil
      }
    guard let instance = input["InstanceId"]?.string, let contactID = past?["SourceContactId"]?.string else { return nil }
    instanceID = instanceIdentifier(instance)
    self.contactID = contactID
    isEntire = past?["RehydrationType"]?.string == "ENTIRE_PAST_SESSION"
  }

  func parameters(reader: String) -> JSON {
    [
      "InstanceId": .string(instanceID), "SourceContactId": .string(contactID),
      "RehydrationType": .string(isEntire ? "ENTIRE_PAST_SESSION" : "FROM_SEGMENT"), "ReaderKeyId": .string(reader),
    ]
  }
}
