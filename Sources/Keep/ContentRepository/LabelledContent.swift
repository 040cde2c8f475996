import Foundation
import GRDB
import Vocabulary

extension ContentRepository {
  /// What adds a label to an object, for a transaction that others write in too: its line of the inventory is signed anew. It
  /// throws `ContentProblem.notThere` when somebody has labelled or deleted it in between.
  /// - Returns: nil when it has the label already, or as many as it may.
  func adding(_ label: String, to id: String) async throws -> (@Sendable (Database) throws -> Void)? {
    guard var manifest = try await manifest(id) else { throw ContentProblem(.notThere, "there is no such object") }
    let before = manifest.labels.added.joined(separator: ",")
    guard manifest.labels.add(label) else { return nil }
    let signed = try SignedManifest(manifest, by: try await keys.signingKey())
    let (added, signature) = (manifest.labels.added.joined(separator: ","), Data(signed.signature))
    return { database in
      try database.execute(
        sql: "UPDATE content_object SET added_labels = ?, signature = ? WHERE id = ? AND added_labels = ?",
        arguments: [added, signature, id, before])
      guard database.changesCount == 1 else { throw ContentProblem(.notThere, "the object has changed meanwhile") }
    }
  }
}
