import Foundation
import GRDB
import Link
import Protection
import SQLiteEngine
import Vocabulary

/// Records of contacts that are over, encrypted under the keep's key, and the keys of those that are open. What they said and
/// sent is in the content repository.
struct ContactArchive: Sendable {
  let database: SQLiteDatabase
  let key: ProtectionKey
  let content: ContentRepository

  /// Keys that one message may ask for.
  static let keysMax = 1_000

  /// Their ids grow with the time, so that keys which are given together lie together and go together.
  func issueKeys(_ count: Int) async throws -> [ContactKey] {
    let began = Self.hex(UInt64(Date().timeIntervalSince1970 * 1_000_000))
    let keys = (0..<max(0, min(count, Self.keysMax))).map { number in
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
  /// - Parameter events: on record in the same transaction, of what is found by the way.
  /// - Returns: the ids of objects and contacts that were refused: what comes so was not made by a switch of ours.
  func take(
    _ message: TakeDeposits, at now: Moment, events: @escaping @Sendable (DepositFindings) -> [JSON]
  ) async throws -> [String] {
    try DepositCheck.check(message)
    let taken = try await database.read { try Self.taken(of: message, $0) }
    guard let last = message.commits.last, !taken.commits.isSuperset(of: message.commits) else { return [] }
    let deposits = message.deposits.filter {
      message.commits.indices.contains($0.commit) && !taken.commits.contains(message.commits[$0.commit])
    }
    let contents = try await content.examined(deposits, at: now)
    let rows = try zip(deposits, contents).map { try row($0, $1) }
    let batch = StreamBatch(message, without: taken.commits)
    let entries = batch.isEmpty ? nil : try sealed(Packed.bytes(of: batch), "stream/\(last)")
    let findings = try events(
      DepositFindings(
        gaps: taken.gaps(before: message), unrecorded: deposits.filter(\.isUnrecorded).map { ($0.contactID, $0.instanceID) },
        recordings: contents.flatMap(\.objects).map(\.signed.manifest).filter { RecordingNumber($0.id)?.isAudio == true })
    ).map(LedgerEntry.init)
    return try await database.write { database in
      // Who sent the same has been faster: what was gathered is not what is new any more.
      guard try Self.taken(of: message, database) == taken else { throw LinkProblem(.peerFailed, message: "sent twice") }
      let refused = try rows.flatMap { try Self.insert($0, database) }
      if let entries {
        try database.cachedStatement(sql: "INSERT INTO stream (batch, entries) VALUES (?, ?)").execute(arguments: [last, entries])
      }
      try database.cachedStatement(sql: "INSERT OR REPLACE INTO outbox_progress (outbox, commits) VALUES (?, ?)").execute(
        arguments: [message.outboxID, message.commits.joined(separator: " ")])
      try TakenDeposits.remember(message, database)
      if !findings.isEmpty { try LedgerRows.append(findings, to: database) }
      return refused
    }
  }

  /// What has come before: the commits of the last message from an outbox, and what its numbers say.
  private static func taken(of message: TakeDeposits, _ database: Database) throws -> TakenDeposits {
    let statement = try database.cachedStatement(sql: "SELECT commits FROM outbox_progress WHERE outbox = ?")
    let commits = (try String.fetchOne(statement, arguments: [message.outboxID]) ?? "").split(separator: " ").map(String.init)
    return try TakenDeposits(message, lastCommits: Set(commits), database)
  }

  func record(_ contactID: String, in instanceID: String) async throws -> JSON? {
    let data = try await database.read { database in
      try Data.fetchOne(
        database, sql: "SELECT record FROM ended_contact WHERE id = ? AND instance = ?", arguments: [contactID, instanceID])
    }
    return try data.map { try open($0, "record/\(contactID)") }
  }

  func flowLog(of contactID: String) async throws -> [JSON] {
    let data = try await database.read { database in
      try Data.fetchOne(database, sql: "SELECT flow_log FROM ended_contact WHERE id = ?", arguments: [contactID])
    }
    return try data.map { try open($0, "flow-log/\(contactID)").array ?? [] } ?? []
  }

  /// Records of contacts that began within the times, latest first.
  func records(in instanceID: String, from: Moment, to: Moment) async throws -> [JSON] {
    let rows = try await database.read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT id, record FROM ended_contact WHERE instance = ? AND initiated_at BETWEEN ? AND ?
          ORDER BY initiated_at DESC, id LIMIT 10000
          """,
        arguments: [instanceID, from.microseconds, to.microseconds]
      ).map { (id: $0["id"] as String, data: $0["record"] as Data) }
    }
    return try rows.map { try open($0.data, "record/\($0.id)") }
  }

  /// - Returns: whether the contact is there.
  func set(_ attributes: [String: String], of id: String, in instanceID: String) async throws -> Bool {
    try await database.write { database in
      guard
        let data = try Data.fetchOne(
          database, sql: "SELECT record FROM ended_contact WHERE id = ? AND instance = ?", arguments: [id, instanceID])
      else { return false }
      var record = try open(data, "record/\(id)").object ?? JSON.Object()
      var all = record["Attributes"]?.object ?? JSON.Object()
      for (name, value) in attributes.sorted(by: { $0.key < $1.key }) { all[name] = .string(value) }
      record["Attributes"] = JSON(.object(all))
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
    let content: DepositedContent
    let record: Data
    let flowLog: Data?
  }

  private func row(_ deposit: Deposit, _ content: DepositedContent) throws -> EndedRow {
    let id = deposit.contactID
    return EndedRow(
      deposit: deposit, content: content, record: try sealed(deposit.record, "record/\(id)"),
      flowLog: try deposit.flowLog.isEmpty ? nil : sealed(Self.array(deposit.flowLog), "flow-log/\(id)"))
  }

  /// A contact is deposited once, with the key that was given for it.
  private static func insert(_ row: EndedRow, _ database: Database) throws -> [String] {
    let deposit = row.deposit
    let isOpen = try database.cachedStatement(sql: "SELECT 1 FROM contact_key WHERE id = ?")
    guard try Row.fetchOne(isOpen, arguments: [deposit.keyID]) != nil else { return [deposit.contactID] }
    try database.cachedStatement(
      sql: """
        INSERT INTO ended_contact (id, instance, initial, initiated_at, record, flow_log) VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT (id) DO NOTHING
        """
    ).execute(arguments: [
      deposit.contactID, deposit.instanceID, deposit.initialContactID, deposit.initiatedAt.microseconds, row.record, row.flowLog,
    ])
    guard database.changesCount == 1 else { return [deposit.contactID] }
    try row.content.insert(database)
    try ContactRights.pass(from: deposit, database)
    try database.cachedStatement(sql: "DELETE FROM contact_key WHERE id = ?").execute(arguments: [deposit.keyID])
    return row.content.refused
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
