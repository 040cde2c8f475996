import Detection
import GRDB
import SQLiteEngine
import Vocabulary

/// Where alerts rest: a line of them, which every target is delivered in its order. The ledger has what each was raised by.
struct AlertTable: Sendable {
  /// Alerts that are kept.
  static let alertsMax = 100_000

  let database: SQLiteDatabase

  static func insert(_ alert: Alert, _ sequence: Int64, _ place: Int, _ database: Database) throws {
    try database.execute(
      sql: "INSERT INTO alert (batch, entry, alert) VALUES (?, ?, ?)", arguments: [sequence, place + 1, alert.json.text])
  }

  static func trim(_ database: Database) throws {
    try database.execute(
      sql: "DELETE FROM alert WHERE batch <= (SELECT batch FROM alert ORDER BY batch DESC, entry DESC LIMIT 1 OFFSET ?)",
      arguments: [alertsMax])
  }

  /// The ledger's number of the newest event that alerts have been raised for.
  func examined() async throws -> Int64 {
    try await database.read { try Int64.fetchOne($0, sql: "SELECT sequence FROM sentinel_progress") ?? 0 }
  }

  func lines(after cursor: StreamCursor, limit: Int) async throws -> [StreamLine] {
    try await database.read { database in
      let rows = try Row.fetchAll(
        database, sql: "SELECT batch, entry, alert FROM alert WHERE (batch, entry) > (?, ?) ORDER BY batch, entry LIMIT ?",
        arguments: [cursor.batch, cursor.entry, limit])
      return try rows.map {
        StreamLine(cursor: StreamCursor(batch: $0["batch"], entry: $0["entry"]), entry: try JSON.parse($0["alert"] as String))
      }
    }
  }
}
