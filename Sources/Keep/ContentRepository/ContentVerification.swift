import Crypto
import Foundation
import GRDB
import Opening
import SQLiteEngine
import Vocabulary

/// One thing that is not as it was deposited.
package struct ContentFinding: Sendable, Hashable {
  package enum Fault: String, Sendable, Hashable {
    /// The line of the inventory was changed: the keep did not sign it.
    case forged
    /// Bytes are missing, or others than were deposited.
    case damaged
    /// Bytes of no object of the inventory.
    case unknown
    /// The message does not open: its key is disabled or gone, or it was never whole.
    case unopenable
  }

  package let object: String
  package let fault: Fault
}

/// What an examination came to.
package struct ContentReport: Sendable {
  package internal(set) var objects = 0
  package internal(set) var bytes = 0
  package internal(set) var findings: [ContentFinding] = []
}

/// Compares what rests with what the keep signed, object by object and in both directions: a line without its bytes, and bytes
/// without a line.
struct ContentVerification: Sendable {
  /// Objects that are looked at in one step.
  static let stepObjects = 64

  let content: ContentRepository
  /// Allows each message to be opened too, every frame of it, and has that on record; nil where none is.
  let opening: (@Sendable (ContentObject) async throws -> KMSKey)?

  /// - Parameter after: the id of the last object that was looked at.
  /// - Returns: the id to go on after; nil at the end.
  func step(after id: String, _ report: inout ContentReport) async throws -> String? {
    let rows = try await content.database.read { database in
      try Row.fetchAll(
        database, sql: "SELECT * FROM content_object WHERE id > ? ORDER BY id LIMIT ?", arguments: [id, Self.stepObjects]
      ).map { (id: $0["id"] as String, signed: try? SignedManifest($0)) }
    }
    let verifier = try Curve25519.Signing.PublicKey(rawRepresentation: try await content.keys.verifier())
    for row in rows {
      report.objects += 1
      guard let signed = row.signed, signed.isAuthentic(by: verifier) else {
        report.findings.append(ContentFinding(object: row.id, fault: .forged))
        continue
      }
      report.bytes += signed.manifest.messageBytes
      if let fault = try await fault(of: signed.manifest) {
        report.findings.append(ContentFinding(object: row.id, fault: fault))
      }
    }
    return rows.count == Self.stepObjects ? rows.last?.id : nil
  }

  /// Bytes that the inventory does not know.
  func unknown() async throws -> [ContentFinding] {
    let ids = try await content.database.read { database in
      try String.fetchAll(
        database,
        sql: """
          SELECT DISTINCT p.object FROM content_piece p LEFT JOIN content_object o ON o.id = p.object
          WHERE o.id IS NULL OR p.number >= (o.message_bytes + ?1 - 1) / ?1 ORDER BY p.object
          """, arguments: [Manifest.pieceBytes])
    }
    return ids.map { ContentFinding(object: $0, fault: .unknown) }
  }

  private func fault(of manifest: Manifest) async throws -> ContentFinding.Fault? {
    guard try await isAsDeposited(manifest) else { return .damaged }
    return if let opening { await opens(manifest, opening) ? nil : .unopenable } else { nil }
  }

  private func isAsDeposited(_ manifest: Manifest) async throws -> Bool {
    var digest = SHA256()
    let message = StoredMessage(database: content.database, manifest: manifest)
    do {
      for start in stride(from: 0, to: manifest.messageBytes, by: Manifest.pieceBytes) {
        digest.update(data: try await message.bytes(in: start..<min(start + Manifest.pieceBytes, manifest.messageBytes)))
      }
    } catch {
      return false
    }
    return digest.finalize() == manifest.digest
  }

  private func opens(_ manifest: Manifest, _ opening: (ContentObject) async throws -> KMSKey) async -> Bool {
    let message = StoredMessage(database: content.database, manifest: manifest)
    guard let allowed = try? await opening(manifest.object),
      let key = try? await content.keys.openingKey(named: manifest.sealingKey, under: allowed.id),
      let examined = try? await MessageExamination(of: message, with: key, expecting: manifest.context)
    else { return false }
    return examined.ending == .whole && examined.plaintextBytes == manifest.plaintextBytes
  }
}
