import Foundation
public import GRDB
import Vocabulary

/// The store as one transaction sees it. SQLite itself refuses a write on a reader's connection.
struct SQLiteTransaction: ResourceWriter {
  let database: Database
  /// Where a write notes what it touches.
  var touched: TouchedRecords?

  /// As bytes, a name is read past a NUL.
  static let columns = """
    sequence, kind, id, scope, arn, CAST(name AS BLOB) AS name, document, sealed, tags, created_at, modified_at
    """
}

extension ResourceWriter {
  /// The transaction itself, for what another room of the same database writes in it; nil where the engine is another.
  public var sqlite: Database? { (self as? SQLiteTransaction)?.database }
}

extension SQLiteTransaction {
  func record(_ kind: Kind, _ id: String) throws -> Record? {
    try one("kind = ? AND id = ?", [kind.rawValue, ExactText(id)])
  }

  func record(_ kind: Kind, named name: String, in scope: String) throws -> Record? {
    try one("kind = ? AND scope = ? AND name = CAST(? AS TEXT)", [kind.rawValue, ExactText(scope), ExactText(name)])
  }

  func record(arn: String) throws -> Record? { try one("arn = ?", [ExactText(arn)]) }

  func page(_ kind: Kind, in scope: String, after sequence: Int64?, limit: Int) throws -> [Record] {
    let statement = try database.cachedStatement(
      sql: "SELECT \(Self.columns) FROM record WHERE kind = ? AND scope = ? AND sequence > ? ORDER BY sequence LIMIT ?")
    return try Row.fetchAll(statement, arguments: [kind.rawValue, ExactText(scope), sequence ?? 0, limit]).map(Self.record)
  }

  func count(_ kind: Kind, in scope: String) throws -> Int {
    let statement = try database.cachedStatement(sql: "SELECT COUNT(*) FROM record WHERE kind = ? AND scope = ?")
    return try Int.fetchOne(statement, arguments: [kind.rawValue, ExactText(scope)]) ?? 0
  }

  func referrers(of kind: Kind, _ id: String, limit: Int) throws -> [Reference] {
    let statement = try database.cachedStatement(
      sql: "SELECT from_kind, from_id FROM reference WHERE to_kind = ? AND to_id = ? ORDER BY from_kind, from_id LIMIT ?")
    return try Row.fetchAll(statement, arguments: [kind.rawValue, ExactText(id), limit]).map {
      Reference(kind: Kind(rawValue: $0["from_kind"]), id: $0["from_id"])
    }
  }

  func remembered(_ key: String, at now: Moment) throws -> Remembered? {
    let statement = try database.cachedStatement(
      sql: "SELECT request_digest, response, expires_at FROM remembered WHERE key = CAST(? AS TEXT) AND expires_at > ?")
    guard let row = try Row.fetchOne(statement, arguments: [ExactText(key), now.microseconds]) else { return nil }
    return try Self.remembered(row)
  }

  static func remembered(_ row: Row) throws -> Remembered {
    Remembered(
      requestDigest: Array(row["request_digest"] as Data), response: try JSON.parse(row["response"] as String, limits: .stored),
      expiresAt: Moment(microseconds: row["expires_at"]))
  }

  private func one(_ condition: String, _ arguments: StatementArguments) throws -> Record? {
    let statement = try database.cachedStatement(sql: "SELECT \(Self.columns) FROM record WHERE \(condition)")
    return try Row.fetchOne(statement, arguments: arguments).map(Self.record)
  }

  static func record(_ row: Row) throws -> Record {
    let tags = try JSON.parse(row["tags"] as String).object?.members ?? []
    var record = Record(
      kind: Kind(rawValue: row["kind"]), id: row["id"], scope: row["scope"], arn: row["arn"],
      name: (row["name"] as Data?).map { String(decoding: $0, as: UTF8.self) },
      document: try JSON.parse(row["document"] as String, limits: .stored),
      sealed: (row["sealed"] as Data?).map(Array.init),
      tags: Dictionary(uniqueKeysWithValues: tags.map { ($0.name, $0.value.string ?? "") }),
      createdAt: Moment(microseconds: row["created_at"]), modifiedAt: Moment(microseconds: row["modified_at"]))
    record.sequence = row["sequence"]
    return record
  }
}

extension JSON.Limits {
  /// What we wrote ourselves: the depth bounds the parser's recursion, nothing else is refused.
  fileprivate static let stored = JSON.Limits(textBytesMax: 1 << 30, depthMax: 128, valuesMax: 1 << 30)
}
