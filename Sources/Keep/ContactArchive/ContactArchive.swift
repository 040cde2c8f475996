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

  /// Their ids grow with the time, so that keys which are given together lie together and go together.
  func issueKeys(_ count: Int) async throws -> [ContactKey] {
    let began = Self.hex(UInt64(Date().timeIntervalSince1970 * 1_000_000))
    let keys = (0..<min(count, Self.keysMax)).map { number in
      ContactKey(id: "\(began)-\(Self.hex(UInt64(number)).suffix(4))-\(UUID().uuidString.lowercased())", bytes: Self.random())
    }
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
          (id, $0)
        }
      }
    }
    return try rows.map { id, bytes in ContactKey(id: id, bytes: Self.keyBytes(try opened(bytes, "contact-key/\(id)"))) }
  }

  /// Stores what is new of a message, with the end of its keys.
  func take(_ message: TakeDeposits) async throws {
    let taken = try await database.read { try Self.taken(of: message.outboxID, $0) }
    guard let last = message.commits.last, !taken.isSuperset(of: message.commits) else { return }
    let rows = try message.deposits.map(row)
    let batch = StreamBatch(message, without: taken)
    let entries = batch.isEmpty ? nil : try sealed(Packed.bytes(of: batch), "stream/\(last)")
    try await database.write { database in
      // Who sent the same has been faster: what was gathered is not what is new any more.
      guard try Self.taken(of: message.outboxID, database) == taken else { throw LinkProblem(.peerFailed, message: "sent twice") }
      for row in rows { try Self.insert(row, database) }
      if let entries {
        try database.cachedStatement(sql: "INSERT INTO stream (batch, entries) VALUES (?, ?)").execute(arguments: [last, entries])
      }
      try database.cachedStatement(sql: "INSERT OR REPLACE INTO outbox_progress (outbox, commits) VALUES (?, ?)").execute(
        arguments: [message.outboxID, message.commits.joined(separator: " ")])
    }
  }

  /// The commits of the last message from an outbox.
  private static func taken(of outboxID: String, _ database: Database) throws -> Set<String> {
    let statement = try database.cachedStatement(sql: "SELECT commits FROM outbox_progress WHERE outbox = ?")
    return Set((try String.fetchOne(statement, arguments: [outboxID]) ?? "").split(separator: " ").map(String.init))
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
    return try rows.map { ($0.sequence, try StreamBatch.entries(opened($0.data, "stream/\($0.batch)"))) }
  }
}

extension ContactArchive {
  private struct EndedRow: Sendable {
    let deposit: Deposit
    let record: Data
    let transcript: Data?
    let flowLog: Data?
    let attachments: [(id: String, content: Data)]
  }

  private func row(_ deposit: Deposit) throws -> EndedRow {
    let id = deposit.contactID
    return EndedRow(
      deposit: deposit, record: try sealed(deposit.record, "record/\(id)"),
      transcript: try deposit.transcript.isEmpty ? nil : sealed(Self.array(deposit.transcript), "transcript/\(id)"),
      flowLog: try deposit.flowLog.isEmpty ? nil : sealed(Self.array(deposit.flowLog), "flow-log/\(id)"),
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
      row.deposit.contactID, row.deposit.instanceID, row.deposit.initialContactID, row.deposit.initiatedAt.microseconds,
      row.record,
      row.transcript, row.flowLog,
    ])
    for attachment in row.attachments {
      try database.execute(
        sql: "INSERT INTO ended_attachment (id, contact, content) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING",
        arguments: [attachment.id, row.deposit.contactID, attachment.content])
    }
    try database.cachedStatement(sql: "DELETE FROM contact_key WHERE id = ?").execute(arguments: [row.deposit.keyID])
  }

  /// One array of texts that are JSON each.
  private static func array(_ texts: [[UInt8]]) -> [UInt8] {
    [UInt8(ascii: "[")] + texts.joined(separator: [UInt8(ascii: ",")]) + [UInt8(ascii: "]")]
  }

  private func sealed(_ json: JSON, _ place: String) throws -> Data { try sealed(json.bytes, place) }
  private func sealed(_ bytes: [UInt8], _ place: String) throws -> Data {
    Data(try Protected(ProtectableBytes(bytes), under: key, at: place).bytes)
  }
  private func open(_ data: Data, _ place: String) throws -> JSON { try JSON.parse(opened(data, place)) }
  private func opened(_ data: Data, _ place: String) throws -> [UInt8] {
    try Protected<ProtectableBytes>(bytes: Array(data)).open(under: key, at: place).bytes
  }

  private func wrapped(_ contactKey: ContactKey) throws -> Data {
    try sealed(contactKey.bytes, "contact-key/\(contactKey.id)")
  }

  private static func random() -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    return (0..<4).flatMap { _ in
      let word: UInt64 = generator.next()
      return (0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * UInt64($0))) }
    }
  }

  private static func hex(_ number: UInt64) -> String {
    let digits = String(number, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// Earlier builds stored a key as the JSON text of its hexadecimal form.
  private static func keyBytes(_ stored: [UInt8]) -> [UInt8] {
    guard stored.count == 66 else { return stored }
    let digits = String(decoding: stored, as: UTF8.self).compactMap(\.hexDigitValue)
    return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
  }
}
