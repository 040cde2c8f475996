import Crypto
import Foundation
import GRDB
import Link
import MessageFormat
import Recognition
import Vocabulary

/// What the keep signs of an object when it takes it (Ed25519, RFC 8032), once and for ever: whoever can write the file can seal
/// to a public key, and so put other content in an object's place, but cannot sign that it was deposited.
struct Manifest: Sendable {
  /// Bytes of a message in each piece but the last.
  static let pieceBytes = 262_144

  let id: String
  let instanceID: String
  let contentClass: ContentClass
  let contactID: String
  let attachmentID: String?
  /// The object's key in the instance's bucket.
  let name: String
  let contentType: String
  let plaintextBytes: Int
  let messageBytes: Int
  /// SHA-256 of the message.
  let digest: [UInt8]
  /// SHA-256 of each piece, one after the other.
  let pieceDigests: [UInt8]
  /// The name of the sealing pair.
  let sealingKey: String
  let storedAt: Moment
  var labels: ContentLabels

  /// The pieces of a message, in order.
  static func pieces(of message: [UInt8]) -> [ArraySlice<UInt8>] {
    stride(from: 0, to: message.count, by: pieceBytes).map { message[$0..<min($0 + pieceBytes, message.count)] }
  }

  /// What the signature covers. Each member carries its length, so that none reads as another's end.
  var covered: [UInt8] {
    let members = [
      id, instanceID, contentClass.rawValue, contactID, attachmentID.map { "attachment \($0)" } ?? "", name, contentType,
      "\(plaintextBytes)", "\(messageBytes)", sealingKey, "\(storedAt.microseconds)",
    ]
    // One without any is signed as it was before there were labels.
    let more = labels == .unexamined ? [] : Self.covered(labels)
    let text = (members + more).reduce(into: "switchkeep manifest \(more.isEmpty ? 1 : 2)") { $0 += "\n\($1.utf8.count):\($1)" }
    return Array(text.utf8) + [0x0A] + digest + pieceDigests
  }

  private static func covered(_ labels: ContentLabels) -> [String] {
    [
      labels.origin ?? "", labels.recognised.labels.map { "labels \($0.joined(separator: ","))" } ?? "",
      labels.added.joined(separator: ","),
    ]
  }

  /// The context that the message must have.
  var context: [String: String] {
    SealedObject.context(id: id, contentClass: contentClass.rawValue, contactID: contactID, instanceID: instanceID)
      .merging(labels.recognised.context) { base, _ in base }
  }

  var object: ContentObject {
    ContentObject(
      id: id, instanceID: instanceID, contentClass: contentClass, contactID: contactID, name: name,
      plaintextBytes: plaintextBytes, digest: digest, storedAt: storedAt, contentType: contentType, labels: labels,
      sealingKey: sealingKey)
  }
}

extension Manifest {
  /// Of a message that is here as a whole.
  init(
    id: String, instanceID: String, contentClass: ContentClass, contactID: String, attachmentID: String?, name: String,
    contentType: String, plaintextBytes: Int, message: [UInt8], sealingKey: String, storedAt: Moment, labels: ContentLabels
  ) {
    self.init(
      id: id, instanceID: instanceID, contentClass: contentClass, contactID: contactID, attachmentID: attachmentID, name: name,
      contentType: contentType, plaintextBytes: plaintextBytes, messageBytes: message.count,
      digest: Array(SHA256.hash(data: message)), pieceDigests: Self.pieces(of: message).flatMap { SHA256.hash(data: $0) },
      sealingKey: sealingKey, storedAt: storedAt, labels: labels)
  }
}

/// A manifest with its signature, as it rests.
struct SignedManifest: Sendable {
  let manifest: Manifest
  let signature: [UInt8]

  init(_ manifest: Manifest, by signer: Curve25519.Signing.PrivateKey) throws {
    self.manifest = manifest
    signature = Array(try signer.signature(for: manifest.covered))
  }

  /// - Throws: ContentProblem.unreadable for a row that names no class.
  init(_ row: Row) throws {
    guard let contentClass = ContentClass(rawValue: row["class"]) else {
      throw ContentProblem(.unreadable, "an object has no known class")
    }
    manifest = Manifest(
      id: row["id"], instanceID: row["instance"], contentClass: contentClass, contactID: row["contact"],
      attachmentID: row["attachment"], name: row["name"], contentType: row["content_type"],
      plaintextBytes: row["plaintext_bytes"], messageBytes: row["message_bytes"], digest: Array(row["digest"] as Data),
      pieceDigests: Array(row["piece_digests"] as Data), sealingKey: row["sealing_key"],
      storedAt: Moment(microseconds: row["stored_at"]),
      labels: ContentLabels(
        recognised: Recognised(origin: row["origin"], labels: (row["labels"] as String?).map(Self.list)),
        added: Self.list(row["added_labels"])))
    signature = Array(row["signature"] as Data)
  }

  private static func list(_ text: String) -> [String] { text.split(separator: ",").map(String.init) }

  func isAuthentic(by verifier: Curve25519.Signing.PublicKey) -> Bool {
    verifier.isValidSignature(signature, for: manifest.covered)
  }

  /// Never over one that is there.
  func insert(_ message: [UInt8], _ database: Database) throws {
    let manifest = manifest
    try database.cachedStatement(
      sql: """
        INSERT INTO content_object (id, instance, class, contact, attachment, name, content_type, plaintext_bytes, message_bytes,
          digest, piece_digests, sealing_key, stored_at, signature, origin, labels, added_labels)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT DO NOTHING
        """
    ).execute(arguments: [
      manifest.id, manifest.instanceID, manifest.contentClass.rawValue, manifest.contactID, manifest.attachmentID, manifest.name,
      manifest.contentType, manifest.plaintextBytes, manifest.messageBytes, Data(manifest.digest), Data(manifest.pieceDigests),
      manifest.sealingKey, manifest.storedAt.microseconds, Data(signature),
      manifest.labels.origin, manifest.labels.recognised.labels?.joined(separator: ","),
      manifest.labels.added.joined(separator: ","),
    ])
    guard database.changesCount == 1 else { return }
    let statement = try database.cachedStatement(sql: "INSERT INTO content_piece (object, number, bytes) VALUES (?, ?, ?)")
    for (number, piece) in Manifest.pieces(of: message).enumerated() {
      try statement.execute(arguments: [manifest.id, number, Data(piece)])
    }
  }
}
