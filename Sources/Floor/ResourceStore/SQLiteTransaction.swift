import Foundation
import GRDB
import Vocabulary

/// The store as one transaction sees it. SQLite itself refuses a write on a reader's connection.
struct SQLiteTransaction: ResourceWriter {
  let database: Database

  private static let columns = "sequence, kind, id, scope, arn, name, document, sealed, tags, created_at, modified_at"
  /// How many referrers a refusal names.
  private static let referrersNamed = 5
}

extension SQLiteTransaction {
  func record(_ kind: Kind, _ id: String) throws -> Record? {
    try one("kind = ? AND id = ?", [kind.rawValue, id])
  }

  func record(_ kind: Kind, named name: String, in scope: String) throws -> Record? {
    try one("kind = ? AND scope = ? AND name = ?", [kind.rawValue, scope, name])
  }

  func record(arn: String) throws -> Record? { try one("arn = ?", [arn]) }

  func page(_ kind: Kind, in scope: String, after sequence: Int64?, limit: Int) throws -> [Record] {
    let statement = try database.cachedStatement(
      sql: "SELECT \(Self.columns) FROM record WHERE kind = ? AND scope = ? AND sequence > ? ORDER BY sequence LIMIT ?")
    return try Row.fetchAll(statement, arguments: [kind.rawValue, scope, sequence ?? 0, limit]).map(Self.record)
  }

  func count(_ kind: Kind, in scope: String) throws -> Int {
    let statement = try database.cachedStatement(sql: "SELECT COUNT(*) FROM record WHERE kind = ? AND scope = ?")
    return try Int.fetchOne(statement, arguments: [kind.rawValue, scope]) ?? 0
  }

  func referrers(of kind: Kind, _ id: String, limit: Int) throws -> [Reference] {
    let statement = try database.cachedStatement(
      sql: "SELECT from_kind, from_id FROM reference WHERE to_kind = ? AND to_id = ? ORDER BY from_kind, from_id LIMIT ?")
    return try Row.fetchAll(statement, arguments: [kind.rawValue, id, limit]).map {
      Reference(kind: Kind(rawValue: $0["from_kind"]), id: $0["from_id"])
    }
  }

  func remembered(_ key: String, at now: Moment) throws -> Remembered? {
    let statement = try database.cachedStatement(
      sql: "SELECT request_digest, response, expires_at FROM remembered WHERE key = ? AND expires_at > ?")
    guard let row = try Row.fetchOne(statement, arguments: [key, now.microseconds]) else { return nil }
    return Remembered(
      requestDigest: Array(row["request_digest"] as Data), response: try JSON.parse(row["response"] as String),
      expiresAt: Moment(microseconds: row["expires_at"]))
  }

  private func one(_ condition: String, _ arguments: StatementArguments) throws -> Record? {
    let statement = try database.cachedStatement(sql: "SELECT \(Self.columns) FROM record WHERE \(condition)")
    return try Row.fetchOne(statement, arguments: arguments).map(Self.record)
  }

  private static func record(_ row: Row) throws -> Record {
    let tags = try JSON.parse(row["tags"] as String).object?.members ?? []
    var record = Record(
      kind: Kind(rawValue: row["kind"]), id: row["id"], scope: row["scope"], arn: row["arn"], name: row["name"],
      document: try JSON.parse(row["document"] as String, limits: .stored), sealed: (row["sealed"] as Data?).map(Array.init),
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

extension SQLiteTransaction {
  func insert(_ record: Record, references: [Reference]) throws -> Record {
    try checkName(record)
    guard try self.record(record.kind, record.id) == nil else { throw StoreProblem.duplicateID }
    try database.cachedStatement(
      sql: """
        INSERT INTO record (kind, id, scope, arn, name, document, sealed, tags, created_at, modified_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
    ).execute(arguments: [
      record.kind.rawValue, record.id, record.scope, record.arn, record.name, record.document.text,
      record.sealed.map { Data($0) },
      Self.text(record.tags), record.createdAt.microseconds, record.modifiedAt.microseconds,
    ])
    var inserted = record
    inserted.sequence = database.lastInsertedRowID
    try point(record, references)
    return inserted
  }

  func update(_ record: Record, references: [Reference]) throws -> Record {
    guard let before = try self.record(record.kind, record.id) else { throw StoreProblem.missingRecord }
    if record.name != before.name { try checkName(record) }
    try database.cachedStatement(
      sql: "UPDATE record SET name = ?, document = ?, sealed = ?, tags = ?, modified_at = ? WHERE kind = ? AND id = ?"
    ).execute(arguments: [
      record.name, record.document.text, record.sealed.map { Data($0) }, Self.text(record.tags), record.modifiedAt.microseconds,
      record.kind.rawValue, record.id,
    ])
    try unpoint(record.kind, record.id)
    try point(record, references)
    return record
  }

  func retag(_ record: Record) throws {
    try database.cachedStatement(sql: "UPDATE record SET tags = ?, modified_at = ? WHERE kind = ? AND id = ?").execute(
      arguments: [Self.text(record.tags), record.modifiedAt.microseconds, record.kind.rawValue, record.id])
    guard database.changesCount == 1 else { throw StoreProblem.missingRecord }
  }

  func delete(_ kind: Kind, _ id: String) throws {
    let referrers = try referrers(of: kind, id, limit: Self.referrersNamed)
    guard referrers.isEmpty else { throw StoreProblem.referenced(by: referrers) }
    try database.cachedStatement(sql: "DELETE FROM record WHERE kind = ? AND id = ?").execute(arguments: [kind.rawValue, id])
    guard database.changesCount == 1 else { throw StoreProblem.missingRecord }
    try unpoint(kind, id)
  }

  func deleteAll(in scope: String) throws {
    let owned = "scope = :scope OR scope IN (SELECT id FROM record WHERE scope = :scope)"
    try database.execute(
      sql: "DELETE FROM reference WHERE (from_kind, from_id) IN (SELECT kind, id FROM record WHERE \(owned))",
      arguments: ["scope": scope])
    try database.execute(sql: "DELETE FROM record WHERE \(owned)", arguments: ["scope": scope])
  }

  func remember(_ key: String, requestDigest: [UInt8], response: JSON, until: Moment) throws {
    try database.cachedStatement(
      sql: "INSERT OR REPLACE INTO remembered (key, request_digest, response, expires_at) VALUES (?, ?, ?, ?)"
    ).execute(arguments: [key, Data(requestDigest), response.text, until.microseconds])
  }

  func forget(before now: Moment) throws {
    try database.execute(sql: "DELETE FROM remembered WHERE expires_at <= ?", arguments: [now.microseconds])
  }

  func enqueue(topic: String, payload: [UInt8]) throws {
    try database.cachedStatement(sql: "INSERT INTO outbox (topic, payload) VALUES (?, ?)").execute(arguments: [
      topic, Data(payload),
    ])
  }

  private func checkName(_ record: Record) throws {
    guard let name = record.name, try self.record(record.kind, named: name, in: record.scope) != nil else { return }
    throw StoreProblem.duplicateName
  }

  /// Notes what a record refers to: each must exist, and in the same scope (or own it), since the
  /// ids of another instance mean nothing in this one.
  private func point(_ record: Record, _ references: [Reference]) throws {
    for reference in Set(references).sorted(by: { ($0.kind.rawValue, $0.id) < ($1.kind.rawValue, $1.id) }) {
      guard let target = try self.record(reference.kind, reference.id), target.scope == record.scope || target.id == record.scope
      else { throw StoreProblem.missingReference(reference) }
      try database.cachedStatement(
        sql: "INSERT INTO reference (from_kind, from_id, to_kind, to_id) VALUES (?, ?, ?, ?)"
      ).execute(arguments: [record.kind.rawValue, record.id, reference.kind.rawValue, reference.id])
    }
  }

  private func unpoint(_ kind: Kind, _ id: String) throws {
    try database.cachedStatement(sql: "DELETE FROM reference WHERE from_kind = ? AND from_id = ?").execute(
      arguments: [kind.rawValue, id])
  }

  private static func text(_ tags: [String: String]) -> String {
    JSON.object(tags.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }).text
  }
}
