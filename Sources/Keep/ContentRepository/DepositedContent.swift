import Crypto
import Foundation
import GRDB
import Link
import MessageFormat
import Recognition
import Vocabulary

/// The sealed objects of one deposit, each examined as far as that is possible without opening it.
struct DepositedContent: Sendable {
  private(set) var objects: [(signed: SignedManifest, message: [UInt8])] = []
  /// Those whose writer was killed: each stays as it is until its start is sealed anew.
  private(set) var torn: [TornObject] = []
  /// The ids of those that were refused.
  private(set) var refused: [String] = []

  /// Objects of one contact.
  private static let objectsMax = 1_000

  func insert(_ database: Database) throws {
    for object in objects { try object.signed.insert(object.message, database) }
    for object in torn { try object.insert(database) }
  }

  /// Of who left none.
  init() {}

  /// What a message begins with, and the bytes that it has; nil for none.
  typealias Start = (header: MessageHeader, bytes: Int)?

  /// - Parameters:
  ///   - starts: of the objects, in their order.
  ///   - scopes: of the sealing pairs that the messages name.
  init(
    _ deposit: Deposit, _ starts: [Start], scopes: [String: SealingScope], at now: Moment,
    by signer: Curve25519.Signing.PrivateKey
  ) throws {
    for (object, start) in zip(deposit.objects, starts) {
      guard let sealed = Self.sealing(of: object, start, of: deposit, scopes) else {
        refused.append(object.id)
        continue
      }
      if let manifest = Self.manifest(object, of: deposit, sealed, now) {
        objects.append((try SignedManifest(manifest, by: signer), object.message))
      } else if let torn = TornObject(object, of: deposit, sealed.name, at: now) {
        self.torn.append(torn)
      } else {
        refused.append(object.id)
      }
    }
    refused += deposit.objects.dropFirst(Self.objectsMax).map(\.id)
  }

  static func starts(of deposit: Deposit) -> [Start] {
    deposit.objects.prefix(objectsMax).map { try? MessageHeader.read(from: Array($0.message.prefix(MessageHeader.bytesMax))) }
  }

  /// The pairs that a message says it is sealed to.
  static func keyNames(_ start: Start) -> [String] {
    start?.header.dataKeys.filter { $0.providerID == KeyService.providerID }.map(\.providerInfo) ?? []
  }

  /// What a message says of how it is sealed.
  private struct Sealed {
    /// Of the sealing pair.
    let name: String
    let contentClass: ContentClass
    let recognised: Recognised
    let header: MessageHeader
    /// Bytes before the first frame.
    let startBytes: Int
  }

  /// - Returns: nil for an object that is not what it should be: another's id, context or key.
  private static func sealing(
    of object: SealedObject, _ start: Start, of deposit: Deposit, _ scopes: [String: SealingScope]
  ) -> Sealed? {
    guard let contentClass = ContentClass(rawValue: object.contentClass), let (header, bytes) = start,
      header.dataKeys.count == 1, let name = keyNames(start).first, let scope = scopes[name],
      scope.instanceID == deposit.instanceID, scope.contentClass == contentClass,
      object.id.hasPrefix("\(deposit.keyID)."), Int(object.id.dropFirst(deposit.keyID.utf8.count + 1)) != nil,
      header.context.filter({ !Recognised.names.contains($0.key) })
        == SealedObject.context(
          id: object.id, contentClass: object.contentClass, contactID: deposit.contactID, instanceID: deposit.instanceID),
      let recognised = Recognised(context: header.context)
    else { return nil }
    return Sealed(
      name: name, contentClass: contentClass, recognised: recognised, header: header,
      startBytes: bytes + MessageHeader.tagBytes)
  }

  /// - Returns: nil for an object of another length than it says, or of no place.
  private static func manifest(_ object: SealedObject, of deposit: Deposit, _ sealed: Sealed, _ now: Moment) -> Manifest? {
    guard
      let layout = try? FrameLayout(
        messageBytes: object.message.count, startBytes: sealed.startBytes, frameLength: sealed.header.frameLength),
      layout.plaintextBytes == object.plaintextBytes,
      let place = ObjectName(sealed.contentClass, of: deposit, object)
    else { return nil }
    return Manifest(
      id: object.id, instanceID: deposit.instanceID, contentClass: sealed.contentClass, contactID: deposit.contactID,
      attachmentID: object.attachmentID, name: place.text, contentType: object.contentType,
      plaintextBytes: layout.plaintextBytes, message: object.message, sealingKey: sealed.name, storedAt: now,
      labels: ContentLabels(recognised: sealed.recognised, added: []))
  }
}

/// The key of an object in its bucket, in the manner of Connect's: class, day, contact and time. It names nobody.
struct ObjectName: Sendable {
  let text: String

  /// What the names of a class begin with; nil for a class of which contacts leave nothing here.
  static func prefix(of contentClass: ContentClass) -> String? {
    switch contentClass {
    case .chatTranscripts: "connect/ChatTranscripts"
    case .attachments: "connect/Attachments"
    case .callRecordings: "connect/CallRecordings"
    default: nil
    }
  }

  /// - Returns: nil for ids that are not letters, digits and hyphens: a name is no place for anything else.
  init?(_ contentClass: ContentClass, of deposit: Deposit, _ object: SealedObject) {
    guard let prefix = Self.prefix(of: contentClass), Self.isPlain(deposit.contactID),
      object.attachmentID.map(Self.isPlain) ?? true
    else { return nil }
    let time = deposit.initiatedAt.rfc3339
    let day = time.prefix(10).split(separator: "-").joined(separator: "/")
    let moment = time.prefix(10).filter { $0 != "-" } + time.dropFirst(10).prefix(6)
    let end = "\(deposit.contactID)_\(moment)_UTC"
    switch (contentClass, object.attachmentID) {
    case (.chatTranscripts, nil): text = "\(prefix)/\(day)/\(end).json"
    case (.attachments, let attachmentID?): text = "\(prefix)/chat/\(day)/\(attachmentID)_\(end)"
    case (.callRecordings, nil):
      guard let number = RecordingNumber(object.id) else { return nil }
      let part = number.part == 0 ? "" : "_\(number.part + 1)"
      text = "\(prefix)/\(day)/\(end)\(part).\(number.isAudio ? "wav" : "json")"
    default: return nil
    }
  }

  private static func isPlain(_ id: String) -> Bool {
    (1...64).contains(id.utf8.count)
      && id.utf8.allSatisfy {
        UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0
          || UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0 || $0 == UInt8(ascii: "-")
      }
  }
}
