import Crypto
import Foundation
import GRDB
public import SQLiteEngine
import Synchronization

/// The SQLite engine of the configuration store.
public final class SQLiteConfigurationStore: ConfigurationStore {
  /// The migrations that a database must have been opened with.
  public static var migrations: [any Migration.Type] { [M0001Records.self] }

  private let database: SQLiteDatabase
  private let writes = Atomic<UInt64>(0)

  public init(database: SQLiteDatabase) { self.database = database }

  public func read<Result: Sendable>(_ body: @escaping @Sendable (any ResourceReader) throws -> Result) async throws -> Result {
    try await database.read { database in try body(SQLiteTransaction(database: database)) }
  }

  public func write<Result: Sendable>(_ body: @escaping @Sendable (any ResourceWriter) throws -> Result) async throws -> Result {
    let result = try await database.write { database in try body(SQLiteTransaction(database: database)) }
    writes.add(1, ordering: .sequentiallyConsistent)
    return result
  }

  public var generation: UInt64 { writes.load(ordering: .sequentiallyConsistent) }

  public func outbox(limit: Int) async throws -> [OutboxItem] {
    try await database.read { database in
      try Row.fetchAll(database, sql: "SELECT id, topic, payload FROM outbox ORDER BY id LIMIT ?", arguments: [limit]).map {
        row in
        OutboxItem(id: row["id"], topic: row["topic"], payload: Array(row["payload"] as Data))
      }
    }
  }

  public func acknowledge(through id: Int64) async throws {
    try await database.write { try $0.execute(sql: "DELETE FROM outbox WHERE id <= ?", arguments: [id]) }
  }

  public func digest() async throws -> [UInt8] {
    try await database.read { database in
      var hash = SHA256()
      let tables = [
        "SELECT kind, id, scope, arn, name, document, sealed, tags, created_at, modified_at FROM record ORDER BY kind, id",
        "SELECT * FROM reference ORDER BY from_kind, from_id, to_kind, to_id", "SELECT * FROM remembered ORDER BY key",
      ]
      for sql in tables {
        for row in try Row.fetchAll(database, sql: sql) { hash.update(data: Array("\(row)\n".utf8)) }
      }
      return Array(hash.finalize())
    }
  }
}
