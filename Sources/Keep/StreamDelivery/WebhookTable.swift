import Foundation
import GRDB
import Link
import Protection
import SQLiteEngine
import Vocabulary

/// Where webhooks rest; their secrets only under the keep's key.
struct WebhookTable: Sendable {
  let database: SQLiteDatabase
  let key: ProtectionKey

  static let webhooksMax = 20

  /// - Parameter cursor: where it begins; nil for the end of the stream.
  /// - Returns: whether there was room, and none of that name.
  func add(_ webhook: Webhook, secret: WebhookSecret, after cursor: StreamCursor?) async throws -> Bool {
    let settings = Data(try Protected(Self.settings(webhook, secret), under: key, at: Self.place(webhook.name)).bytes)
    return try await database.write { database in
      let count = try Int.fetchOne(database, sql: "SELECT count(*) FROM webhook") ?? 0
      guard count < Self.webhooksMax else { return false }
      let end = try Int64.fetchOne(database, sql: "SELECT max(sequence) FROM stream") ?? 0
      try database.execute(
        sql: "INSERT INTO webhook (name, settings, batch, entry) VALUES (?, ?, ?, ?) ON CONFLICT (name) DO NOTHING",
        arguments: [webhook.name, settings, cursor?.batch ?? end, cursor?.entry ?? Int(Int32.max)])
      return database.changesCount == 1
    }
  }

  func remove(_ name: String) async throws -> Bool {
    try await database.write { database in
      try database.execute(sql: "DELETE FROM webhook WHERE name = ?", arguments: [name])
      return database.changesCount == 1
    }
  }

  func names() async throws -> [String] {
    try await database.read { try String.fetchAll($0, sql: "SELECT name FROM webhook ORDER BY name") }
  }

  func all() async throws -> [WebhookState] {
    try await database.read { try Row.fetchAll($0, sql: "SELECT * FROM webhook ORDER BY name").map(StoredRow.init) }.map(state)
  }

  func state(of name: String) async throws -> WebhookState? {
    try await database.read {
      try Row.fetchOne($0, sql: "SELECT * FROM webhook WHERE name = ?", arguments: [name]).map(StoredRow.init)
    }
    .map(state)
  }

  /// Everything up to a place has been taken, unless the webhook is another by now.
  func advance(_ state: WebhookState, to cursor: StreamCursor) async throws {
    try await database.write {
      try $0.execute(
        sql: "UPDATE webhook SET batch = ?, entry = ?, failures = 0, problem = NULL WHERE name = ? AND batch = ? AND entry = ?",
        arguments: [cursor.batch, cursor.entry, state.webhook.name, state.cursor.batch, state.cursor.entry])
    }
  }

  func failed(_ name: String, _ problem: String) async throws {
    try await database.write {
      try $0.execute(
        sql: "UPDATE webhook SET failures = failures + 1, problem = ? WHERE name = ?", arguments: [problem, name])
    }
  }
}

extension WebhookTable {
  private struct StoredRow: Sendable {
    let name: String
    let settings: Data
    let cursor: StreamCursor
    let failures: Int
    let problem: String?

    init(_ row: Row) {
      name = row["name"]
      settings = row["settings"]
      cursor = StreamCursor(batch: row["batch"], entry: row["entry"])
      failures = row["failures"]
      problem = row["problem"]
    }
  }

  private static func place(_ name: String) -> String { "webhook/\(name)" }

  private static func settings(_ webhook: Webhook, _ secret: WebhookSecret) -> JSON {
    [
      "url": .string(webhook.url), "certificateAuthority": webhook.certificateAuthority.map(JSON.string) ?? .null,
      "kinds": .array(webhook.kinds.map { .string($0.rawValue) }), "secret": .string(secret.text),
    ]
  }

  private func state(_ row: StoredRow) throws -> WebhookState {
    let settings = try Protected<JSON>(bytes: Array(row.settings)).open(under: key, at: Self.place(row.name))
    let kinds = settings["kinds"]?.array?.compactMap { $0.string.flatMap(StreamEntry.Kind.init(rawValue:)) } ?? []
    guard let secret = settings["secret"]?.string.flatMap(WebhookSecret.init(text:)) else { throw ProtectionProblem.notAuthentic }
    let webhook = Webhook(
      name: row.name, url: settings["url"]?.string ?? "", certificateAuthority: settings["certificateAuthority"]?.string,
      kinds: Set(kinds))
    return WebhookState(webhook: webhook, secret: secret, cursor: row.cursor, failures: row.failures, problem: row.problem)
  }
}
