import Foundation
import GRDB
import Protection
import SQLiteEngine
import Vocabulary

/// Where sinks rest.
struct LedgerSinkTable: Sendable {
  let database: SQLiteDatabase
  let key: ProtectionKey

  static let sinksMax = 8

  /// - Returns: whether there was room, and none of that name.
  func add(_ sink: LedgerSink, secret: WebhookSecret?) async throws -> Bool {
    let (folder, endpoint) = try stored(sink, secret)
    return try await database.write { database in
      let count = try Int.fetchOne(database, sql: "SELECT count(*) FROM ledger_sink") ?? 0
      guard count < Self.sinksMax else { return false }
      try database.execute(
        sql: "INSERT INTO ledger_sink (name, folder, endpoint) VALUES (?, ?, ?) ON CONFLICT (name) DO NOTHING",
        arguments: [sink.name, folder, endpoint])
      return database.changesCount == 1
    }
  }

  func remove(_ name: String) async throws -> Bool {
    try await database.write { database in
      try database.execute(sql: "DELETE FROM ledger_sink WHERE name = ?", arguments: [name])
      return database.changesCount == 1
    }
  }

  /// One whose row does not open is among them, and stands in nobody's way.
  func all() async throws -> [LedgerSinkState] {
    try await database.read { try Row.fetchAll($0, sql: "SELECT * FROM ledger_sink ORDER BY name").map(StoredRow.init) }
      .map(state)
  }

  func delivered(_ name: String, upTo size: Int) async throws {
    try await database.write {
      try $0.execute(
        sql: "UPDATE ledger_sink SET delivered = ?, failures = 0, problem = NULL WHERE name = ?", arguments: [size, name])
    }
  }

  func failed(_ name: String, _ problem: String) async throws {
    try await database.write {
      try $0.execute(
        sql: "UPDATE ledger_sink SET failures = failures + 1, problem = ? WHERE name = ?", arguments: [problem, name])
    }
  }

  /// Checkpoints that were signed after one of `size` entries, from the smallest.
  func checkpoints(after size: Int, limit: Int) async throws -> [(size: Int, note: [UInt8])] {
    try await database.read { database in
      try Row.fetchAll(
        database, sql: "SELECT size, CAST(note AS BLOB) AS note FROM ledger_checkpoint WHERE size > ? ORDER BY size LIMIT ?",
        arguments: [size, limit]
      ).map { row in
        let note: Data = row["note"]
        return (row["size"], Array(note))
      }
    }
  }
}

extension LedgerSinkTable {
  private struct StoredRow: Sendable {
    let name: String
    let folder: String?
    let endpoint: Data?
    let delivered: Int
    let failures: Int
    let problem: String?

    init(_ row: Row) {
      name = row["name"]
      folder = row["folder"]
      endpoint = row["endpoint"]
      delivered = row["delivered"]
      failures = row["failures"]
      problem = row["problem"]
    }
  }

  private static func place(_ name: String) -> String { "ledger-sink/\(name)" }

  private func stored(_ sink: LedgerSink, _ secret: WebhookSecret?) throws -> (folder: String?, endpoint: Data?) {
    switch sink.target {
    case .unreadable: throw LedgerServiceProblem(.notTaken, "a sink is a folder or an endpoint")
    case .folder(let path): return (path, nil)
    case .endpoint(let url, let authority):
      let settings: JSON = [
        "url": .string(url), "certificateAuthority": authority.map(JSON.string) ?? .null,
        "secret": secret.map { .string($0.text) } ?? .null,
      ]
      return (nil, Data(try Protected(settings, under: key, at: Self.place(sink.name)).bytes))
    }
  }

  private func state(_ row: StoredRow) -> LedgerSinkState {
    let (target, secret) = (try? target(row)) ?? (.unreadable, nil)
    return LedgerSinkState(
      sink: LedgerSink(name: row.name, target: target), secret: secret, delivered: row.delivered, failures: row.failures,
      problem: row.problem)
  }

  private func target(_ row: StoredRow) throws -> (LedgerSink.Target, WebhookSecret?) {
    guard let endpoint = row.endpoint else { return (.folder(row.folder ?? ""), nil) }
    let settings = try Protected<JSON>(bytes: Array(endpoint)).open(under: key, at: Self.place(row.name))
    guard let secret = settings["secret"]?.string.flatMap(WebhookSecret.init(text:)) else { throw ProtectionProblem.notAuthentic }
    return (
      .endpoint(url: settings["url"]?.string ?? "", certificateAuthority: settings["certificateAuthority"]?.string), secret
    )
  }
}
