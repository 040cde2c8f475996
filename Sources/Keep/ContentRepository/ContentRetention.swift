import Foundation
import GRDB
import SQLiteEngine
import Vocabulary

/// How long content is kept, by instance and class. Without a rule it is kept for ever.
struct ContentRetention: Sendable {
  /// Objects that one transaction deletes.
  private static let sweepObjects = 100

  let content: ContentRepository
  let log: AuditLog
  let events: KeepEvent

  /// - Parameters:
  ///   - days: nil to keep for ever.
  ///   - event: of who says so; the rule commits with it.
  func set(_ days: Int?, for contentClass: ContentClass, in instanceID: String, event: JSON) async throws {
    _ = try await log.receipt(for: event) { database in
      try database.execute(
        sql: "DELETE FROM content_retention WHERE instance = ? AND class = ?", arguments: [instanceID, contentClass.rawValue])
      guard let days else { return }
      try database.execute(
        sql: "INSERT INTO content_retention (instance, class, days) VALUES (?, ?, ?)",
        arguments: [instanceID, contentClass.rawValue, days])
    }
  }

  /// Deletes what is due; each deletion commits with its event.
  func sweep() async throws {
    while true {
      let now = events.now()
      let due = try await content.database.read { database in
        try Row.fetchAll(
          database,
          sql: """
            SELECT o.id, o.instance, o.class FROM content_object o
            JOIN content_retention r ON r.instance = o.instance AND r.class = o.class
            WHERE o.stored_at <= ? - r.days * 86400000000 LIMIT ?
            """, arguments: [now.microseconds, Self.sweepObjects]
        ).map { (id: $0["id"] as String, instance: $0["instance"] as String, contentClass: $0["class"] as String) }
      }
      guard !due.isEmpty else { return }
      let deletions = due.map { object in
        events.event(
          "DeleteContent", for: "switchkeep",
          [
            "InstanceId": .string(object.instance), "Class": .string(object.contentClass), "ObjectId": .string(object.id),
          ], readOnly: false, category: .management)
      }
      _ = try await log.receipt(for: deletions) { database in
        for object in due {
          try database.execute(sql: "DELETE FROM content_piece WHERE object = ?", arguments: [object.id])
          try database.execute(sql: "DELETE FROM content_object WHERE id = ?", arguments: [object.id])
          try database.execute(sql: "DELETE FROM torn_content WHERE id = ?", arguments: [object.id])
        }
      }
    }
  }
}
