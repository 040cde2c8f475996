import Foundation
import GRDB
import Link
import Protection
import SQLiteEngine
import Vocabulary

/// What contacts leave behind, encrypted under the keep's key, and the keys of those that are open: a plain store, until the
/// content repository takes its place behind the same door.
struct ContactArchive: Sendable {
  let database: SQLiteDatabase
  let key: ProtectionKey

  /// Keys that one message may ask for.
  static let keysMax = 1_000

  func issueKeys(_ count: Int) async throws -> [ContactKey] {
    let keys = (0..<min(count, Self.keysMax)).map { _ in ContactKey(id: UUID().uuidString.lowercased(), bytes: Self.random()) }
    let rows = try keys.map { (id: $0.id, wrapped: try wrapped($0)) }
    try await database.write { database in
      for row in rows {
        try database.cachedStatement(sql: "INSERT INTO contact_key (id, wrapped) VALUES (?, ?)").execute(
          arguments: [row.id, row.wrapped])
      }
    }
    return keys
  }

  func openKeys(_ ids: [String]) async throws -> [ContactKey] {
    let rows = try await database.read { database in
      try ids.compactMap { id in
        try Data.fetchOne(database.cachedStatement(sql: "SELECT wrapped FROM contact_key WHERE id = ?"), arguments: [id]).map {
          (id, Array($0))
        }
      }
    }
    return try rows.map { id, bytes in
      let hex = try Protected<String>(bytes: bytes).open(under: key, at: "contact-key/\(id)")
      return ContactKey(id: id, bytes: Self.bytes(hex))
    }
  }

  /// Stores a batch once, with the end of its keys.
  func take(_ batch: TakeDeposits) async throws {
    let rows = try batch.deposits.map(row)
    let entries = try batch.entries.isEmpty && batch.deposits.isEmpty ? nil : stream(batch)
    try await database.write { database in
      for row in rows { try Self.insert(row, database) }
      guard let entries else { return }
      try database.cachedStatement(sql: "INSERT INTO stream (batch, entries) VALUES (?, ?) ON CONFLICT (batch) DO NOTHING")
        .execute(
          arguments: [batch.batchID, entries])
    }
  }

  func record(_ contactID: String, in instanceID: String) async throws -> JSON? {
    let data = try await database.read { database in
      try Data.fetchOne(
        database, sql: "SELECT record FROM ended_contact WHERE id = ? AND instance = ?", arguments: [contactID, instanceID])
    }
    return try data.map { try open($0, "record/\(contactID)") }
  }

  func transcript(_ initialContactID: String, in instanceID: String) async throws -> [JSON] {
    let rows = try await database.read { database in
      try Row.fetchAll(
        database, sql: "SELECT id, transcript FROM ended_contact WHERE initial = ? AND instance = ? AND transcript IS NOT NULL",
        arguments: [initialContactID, instanceID]
      ).map { (id: $0["id"] as String, data: $0["transcript"] as Data) }
    }
    return try rows.flatMap { try open($0.data, "transcript/\($0.id)").array ?? [] }
  }

  func attachment(_ message: ReadAttachment) async throws -> [UInt8]? {
    let data = try await database.read { database in
      try Data.fetchOne(
        database,
        sql: """
          SELECT content FROM ended_attachment a JOIN ended_contact c ON c.id = a.contact
          WHERE a.id = ? AND c.initial = ? AND c.instance = ?
          """, arguments: [message.attachmentID, message.initialContactID, message.instanceID])
    }
    return try data.map {
      try Protected<ProtectableBytes>(bytes: Array($0)).open(under: key, at: "attachment/\(message.attachmentID)").bytes
    }
  }

  func flowLog(of contactID: String) async throws -> [JSON] {
    let data = try await database.read { database in
      try Data.fetchOne(database, sql: "SELECT flow_log FROM ended_contact WHERE id = ?", arguments: [contactID])
    }
    return try data.map { try open($0, "flow-log/\(contactID)").array ?? [] } ?? []
  }

  func search(_ search: SearchContactRecords) async throws -> [JSON] {
    let rows = try await database.read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT id, record FROM ended_contact WHERE instance = ? AND initiated_at BETWEEN ? AND ?
          ORDER BY initiated_at DESC, id LIMIT 10000
          """,
        arguments: [search.instanceID, search.initiatedFrom.microseconds, search.initiatedTo.microseconds]
      ).map { (id: $0["id"] as String, data: $0["record"] as Data) }
    }
    return try rows.map { try open($0.data, "record/\($0.id)") }
  }

  func amend(_ amendment: AmendContactRecord) async throws -> Bool {
    let id = amendment.contactID
    return try await database.write { database in
      guard
        let data = try Data.fetchOne(
          database, sql: "SELECT record FROM ended_contact WHERE id = ? AND instance = ?", arguments: [id, amendment.instanceID])
      else { return false }
      var record = try open(data, "record/\(id)").object ?? JSON.Object()
      var attributes = record["Attributes"]?.object ?? JSON.Object()
      for (name, value) in amendment.attributes.sorted(by: { $0.key < $1.key }) { attributes[name] = .string(value) }
      record["Attributes"] = JSON(.object(attributes))
      try database.execute(
        sql: "UPDATE ended_contact SET record = ? WHERE id = ?",
        arguments: [try sealed(JSON(.object(record)), "record/\(id)"), id])
      return true
    }
  }

  /// Entries of the stream after a position, which is a batch's number and the entries taken of it.
  func stream(after sequence: Int64, limit: Int) async throws -> [(sequence: Int64, entries: [JSON])] {
    let rows = try await database.read { database in
      try Row.fetchAll(
        database, sql: "SELECT sequence, batch, entries FROM stream WHERE sequence > ? ORDER BY sequence LIMIT ?",
        arguments: [sequence, limit]
      ).map { (sequence: $0["sequence"] as Int64, batch: $0["batch"] as String, data: $0["entries"] as Data) }
    }
    return try rows.map { ($0.sequence, try open($0.data, "stream/\($0.batch)").array ?? []) }
  }
}

extension ContactArchive {
  private struct EndedRow: Sendable {
    let deposit: Deposit
    let initiatedAt: Int64
    let record: Data
    let transcript: Data?
    let flowLog: Data?
    let attachments: [(id: String, content: Data)]
  }

  private func row(_ deposit: Deposit) throws -> EndedRow {
    let id = deposit.contactID
    return EndedRow(
      deposit: deposit, initiatedAt: deposit.record["InitiationTimestamp"]?.string.flatMap(Self.moment)?.microseconds ?? 0,
      record: try sealed(deposit.record, "record/\(id)"),
      transcript: try deposit.transcript.isEmpty ? nil : sealed(.array(deposit.transcript), "transcript/\(id)"),
      flowLog: try deposit.flowLog.isEmpty ? nil : sealed(.array(deposit.flowLog), "flow-log/\(id)"),
      attachments: try deposit.attachments.map {
        ($0.id, Data(try Protected(ProtectableBytes($0.bytes), under: key, at: "attachment/\($0.id)").bytes))
      })
  }

  private static func insert(_ row: EndedRow, _ database: Database) throws {
    try database.cachedStatement(
      sql: """
        INSERT INTO ended_contact (id, instance, initial, initiated_at, record, transcript, flow_log)
        VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING
        """
    ).execute(arguments: [
      row.deposit.contactID, row.deposit.instanceID, row.deposit.initialContactID, row.initiatedAt, row.record, row.transcript,
      row.flowLog,
    ])
    for attachment in row.attachments {
      try database.execute(
        sql: "INSERT INTO ended_attachment (id, contact, content) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING",
        arguments: [attachment.id, row.deposit.contactID, attachment.content])
    }
    try database.cachedStatement(sql: "DELETE FROM contact_key WHERE id = ?").execute(arguments: [row.deposit.keyID])
  }

  private func stream(_ batch: TakeDeposits) throws -> Data {
    let records = batch.deposits.map { StreamEntry(kind: .contactRecord, instanceID: $0.instanceID, json: $0.record) }
    let entries = (batch.entries + records).map { entry -> JSON in
      ["kind": .string(entry.kind.rawValue), "instanceId": .string(entry.instanceID), "event": entry.json]
    }
    return try sealed(.array(entries), "stream/\(batch.batchID)")
  }

  private func sealed(_ json: JSON, _ place: String) throws -> Data { Data(try Protected(json, under: key, at: place).bytes) }
  private func open(_ data: Data, _ place: String) throws -> JSON {
    try Protected<JSON>(bytes: Array(data)).open(under: key, at: place)
  }

  private func wrapped(_ contactKey: ContactKey) throws -> Data {
    let hex = contactKey.bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    return Data(try Protected(hex, under: key, at: "contact-key/\(contactKey.id)").bytes)
  }

  private static func random() -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    return (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
  }

  private static func bytes(_ hex: String) -> [UInt8] {
    let digits = hex.compactMap(\.hexDigitValue)
    return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
  }

  private static func moment(_ text: String) -> Moment? { Moment(basicISO8601: String(text.filter { $0 != "-" && $0 != ":" })) }
}
