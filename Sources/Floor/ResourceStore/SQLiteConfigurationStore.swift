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
  private let observers = RecordObservers()

  public init(database: SQLiteDatabase) { self.database = database }

  public func read<Result: Sendable>(_ body: @escaping @Sendable (any ResourceReader) throws -> Result) async throws -> Result {
    try await database.read { database in try body(SQLiteTransaction(database: database)) }
  }

  public func write<Result: Sendable>(_ body: @escaping @Sendable (any ResourceWriter) throws -> Result) async throws -> Result {
    let touched = TouchedRecords()
    do {
      let result = try await database.write { database in
        touched.reset()
        return try body(SQLiteTransaction(database: database, touched: touched))
      }
      grow()
      observers.tell(touched.references)
      return result
    } catch let problem as SQLiteProblem where problem.code == .overloaded {
      throw StoreProblem.overloaded
    } catch let problem as SQLiteProblem where problem.code == .notCommitted {
      // A commit that failed may be on disk all the same.
      grow()
      observers.tell(touched.references)
      throw problem
    }
  }

  public func observe(_ observer: @escaping RecordObserver) { observers.add(observer) }

  private func grow() { writes.add(1, ordering: .sequentiallyConsistent) }

  public var generation: UInt64 { writes.load(ordering: .sequentiallyConsistent) }

  public func outbox(limit: Int) async throws -> [OutboxItem] {
    try await database.read { try SQLiteTransaction(database: $0).outbox(limit: limit) }
  }

  public func acknowledge(through id: Int64) async throws {
    try await database.write { try $0.execute(sql: "DELETE FROM outbox WHERE id <= ?", arguments: [id]) }
  }

  public func digest(includingOutbox: Bool) async throws -> [UInt8] {
    try await database.read { try SQLiteTransaction(database: $0).digest(includingOutbox: includingOutbox) }
  }
}

extension SQLiteTransaction {
  fileprivate func outbox(limit: Int) throws -> [OutboxItem] {
    let statement = try database.cachedStatement(sql: "SELECT id, topic, payload FROM outbox ORDER BY id LIMIT ?")
    return try Row.fetchAll(statement, arguments: [limit]).map { row in
      OutboxItem(id: row["id"], topic: row["topic"], payload: Array(row["payload"] as Data))
    }
  }

  fileprivate func digest(includingOutbox: Bool) throws -> [UInt8] {
    var digest = StoreDigest()
    let records = try Row.fetchCursor(database, sql: "SELECT \(Self.columns) FROM record ORDER BY kind, id")
    while let row = try records.next() { digest.add(try Self.record(row)) }
    let references = try Row.fetchCursor(database, sql: "SELECT * FROM reference ORDER BY from_kind, from_id, to_kind, to_id")
    while let row = try references.next() {
      digest.add(
        from: Reference(kind: Kind(rawValue: row["from_kind"]), id: row["from_id"]),
        to: Reference(kind: Kind(rawValue: row["to_kind"]), id: row["to_id"]))
    }
    let keys = try Row.fetchCursor(database, sql: "SELECT CAST(key AS BLOB) AS key, * FROM remembered ORDER BY key")
    while let row = try keys.next() { digest.add(key: Array(row["key"] as Data), try Self.remembered(row)) }
    if includingOutbox { for item in try outbox(limit: -1) { digest.add(item) } }
    return digest.finish()
  }
}
