import Foundation
import GRDB
import Vocabulary

extension SQLiteTransaction {
  /// How many referrers a refusal names.
  private static let referrersNamed = 5

  func insert(_ record: Record, references: [Reference]) throws -> Record {
    guard try self.record(record.kind, record.id) == nil, try self.record(arn: record.arn) == nil else {
      throw StoreProblem.duplicateID
    }
    try check(record, references)
    try database.cachedStatement(
      sql: """
        INSERT INTO record (kind, id, scope, arn, name, document, sealed, tags, created_at, modified_at)
        VALUES (?, ?, ?, ?, CAST(? AS TEXT), ?, ?, ?, ?, ?)
        """
    ).execute(arguments: [
      record.kind.rawValue, ExactText(record.id), ExactText(record.scope), ExactText(record.arn), record.name.map(ExactText.init),
      record.document.text, record.sealed.map { Data($0) }, Self.text(record.tags), record.createdAt.microseconds,
      record.modifiedAt.microseconds,
    ])
    var inserted = record
    inserted.sequence = database.lastInsertedRowID
    touched?.insert(inserted.reference)
    try point(inserted, references)
    return inserted
  }

  func update(_ record: Record, references: [Reference]) throws -> Record {
    guard let before = try self.record(record.kind, record.id) else { throw StoreProblem.missingRecord }
    let after = record.changing(before)
    try check(after, references)
    try database.cachedStatement(
      sql: """
        UPDATE record SET name = CAST(? AS TEXT), document = ?, sealed = ?, tags = ?, modified_at = ? WHERE kind = ? AND id = ?
        """
    ).execute(arguments: [
      after.name.map(ExactText.init), after.document.text, after.sealed.map { Data($0) }, Self.text(after.tags),
      after.modifiedAt.microseconds, after.kind.rawValue, after.id,
    ])
    try unpoint(after.kind, after.id)
    try point(after, references)
    touched?.insert(after.reference)
    return after
  }

  func retag(_ record: Record) throws {
    try database.cachedStatement(sql: "UPDATE record SET tags = ?, modified_at = ? WHERE kind = ? AND id = ?").execute(
      arguments: [Self.text(record.tags), record.modifiedAt.microseconds, record.kind.rawValue, ExactText(record.id)])
    guard database.changesCount == 1 else { throw StoreProblem.missingRecord }
  }

  func delete(_ kind: Kind, _ id: String) throws {
    let itself = Reference(kind: kind, id: id)
    let others = try referrers(of: kind, id, limit: Self.referrersNamed + 1).filter { $0 != itself }
    guard others.isEmpty else { throw StoreProblem.referenced(by: Array(others.prefix(Self.referrersNamed))) }
    try database.cachedStatement(sql: "DELETE FROM record WHERE kind = ? AND id = ?").execute(
      arguments: [kind.rawValue, ExactText(id)])
    guard database.changesCount == 1 else { throw StoreProblem.missingRecord }
    try unpoint(kind, id)
    touched?.insert(itself)
  }

  func deleteAll(in scope: String) throws {
    touched?.insert(Reference(kind: .scope, id: scope))
    let owned = "scope = CAST(:scope AS TEXT) OR scope IN (SELECT id FROM record WHERE scope = CAST(:scope AS TEXT))"
    try database.execute(
      sql: "DELETE FROM reference WHERE (from_kind, from_id) IN (SELECT kind, id FROM record WHERE \(owned))",
      arguments: ["scope": ExactText(scope)])
    // What is owned goes first: SQLite may look for owners among the rows that the same statement has deleted already.
    for condition in ["scope IN (SELECT id FROM record WHERE scope = CAST(? AS TEXT))", "scope = CAST(? AS TEXT)"] {
      try database.execute(sql: "DELETE FROM record WHERE \(condition)", arguments: [ExactText(scope)])
    }
  }

  func remember(_ key: String, requestDigest: [UInt8], response: JSON, until: Moment) throws {
    try database.cachedStatement(
      sql: "INSERT OR REPLACE INTO remembered (key, request_digest, response, expires_at) VALUES (CAST(? AS TEXT), ?, ?, ?)"
    ).execute(arguments: [ExactText(key), Data(requestDigest), response.text, until.microseconds])
  }

  func forget(before now: Moment) throws {
    try database.execute(sql: "DELETE FROM remembered WHERE expires_at <= ?", arguments: [now.microseconds])
  }

  func enqueue(topic: String, payload: [UInt8]) throws {
    try database.cachedStatement(sql: "INSERT INTO outbox (topic, payload) VALUES (?, ?)").execute(
      arguments: [topic, Data(payload)])
  }

  /// A body may catch a problem and go on, so that everything is checked before anything changes.
  private func check(_ record: Record, _ references: [Reference]) throws {
    if let name = record.name, let holder = try self.record(record.kind, named: name, in: record.scope), holder.id != record.id {
      throw StoreProblem.duplicateName
    }
    for reference in Set(references).sorted() where reference != record.reference {
      guard let target = try self.record(reference.kind, reference.id), target.isReachable(from: record) else {
        throw StoreProblem.missingReference(reference)
      }
    }
  }

  /// Notes what a record refers to.
  private func point(_ record: Record, _ references: [Reference]) throws {
    for reference in Set(references).sorted() {
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
