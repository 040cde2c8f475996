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

  /// What adds it, for a transaction that others write in too.
  /// - Parameter cursor: where it begins; nil for the end of its feed.
  /// - Returns: whether there was room, and none of that name.
  func adding(
    _ webhook: Webhook, secret: WebhookSecret, after cursor: StreamCursor?
  ) throws -> @Sendable (Database) throws -> Bool {
    let settings = Data(try Protected(Self.settings(webhook, secret), under: key, at: Self.place(webhook.name)).bytes)
    return { database in
      let count = try Int.fetchOne(
        database, sql: "SELECT count(*) FROM webhook WHERE feed = ?", arguments: [webhook.feed.rawValue])
      guard count ?? 0 < Self.webhooksMax else { return false }
      let end = try Int64.fetchOne(database, sql: "SELECT max(sequence) FROM \(webhook.feed.table)") ?? 0
      try database.execute(
        sql: "INSERT INTO webhook (name, settings, batch, entry, feed) VALUES (?, ?, ?, ?, ?) ON CONFLICT (name) DO NOTHING",
        arguments: [webhook.name, settings, cursor?.batch ?? end, cursor?.entry ?? Int(Int32.max), webhook.feed.rawValue])
      return database.changesCount == 1
    }
  }

  /// Whether one more of its feed and name can be added.
  func hasRoom(for webhook: Webhook) async throws -> Bool {
    try await database.read { database in
      let count = try Int.fetchOne(
        database, sql: "SELECT count(*) FROM webhook WHERE feed = ? OR name = ?",
        arguments: [webhook.feed.rawValue, webhook.name])
      let isTaken = try Bool.fetchOne(
        database, sql: "SELECT count(*) > 0 FROM webhook WHERE name = ?", arguments: [webhook.name])
      return count ?? 0 < Self.webhooksMax && isTaken != true
    }
  }

  /// The same, in a transaction of its own.
  func add(_ webhook: Webhook, secret: WebhookSecret, after cursor: StreamCursor?) async throws -> Bool {
    try await database.write(try adding(webhook, secret: secret, after: cursor))
  }

  /// What has it go: after all that comes up to the newest event of the ledger has been delivered, or at a time all the same.
  /// - Returns: whether there was one.
  static func retiring(_ name: String, until: Moment) -> @Sendable (Database) throws -> Bool {
    { database in
      try database.execute(
        sql: """
          UPDATE webhook SET retired_batch = (SELECT max(sequence) FROM audit_event), retired_until = ?
          WHERE name = ? AND retired_batch IS NULL
          """, arguments: [until.microseconds, name])
      return database.changesCount == 1
    }
  }

  func remove(_ name: String, of feed: Webhook.Feed) async throws -> Bool {
    try await database.write { database in
      try database.execute(sql: "DELETE FROM webhook WHERE name = ? AND feed = ?", arguments: [name, feed.rawValue])
      return database.changesCount == 1
    }
  }

  func names() async throws -> [String] {
    try await database.read { try String.fetchAll($0, sql: "SELECT name FROM webhook ORDER BY name") }
  }

  func all(_ feed: Webhook.Feed) async throws -> [WebhookState] {
    try await database.read {
      try Row.fetchAll($0, sql: "SELECT * FROM webhook WHERE feed = ? ORDER BY name", arguments: [feed.rawValue])
        .map(StoredRow.init)
    }
    .map(state)
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

extension Webhook.Feed {
  /// Where the numbers of its batches come from.
  fileprivate var table: String { self == .alerts ? "audit_event" : "stream" }
}

extension WebhookTable {
  private struct StoredRow: Sendable {
    let name: String
    let feed: String
    let retirement: WebhookState.Retirement?
    let settings: Data
    let cursor: StreamCursor
    let failures: Int
    let problem: String?

    init(_ row: Row) {
      name = row["name"]
      feed = row["feed"]
      retirement = (row["retired_batch"] as Int64?).map {
        WebhookState.Retirement(batch: $0, until: Moment(microseconds: row["retired_until"] ?? 0))
      }
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
      "feed": .string(webhook.feed.rawValue),
    ]
  }

  private func state(_ row: StoredRow) throws -> WebhookState {
    let settings = try Protected<JSON>(bytes: Array(row.settings)).open(under: key, at: Self.place(row.name))
    let kinds = settings["kinds"]?.array?.compactMap { $0.string.flatMap(StreamEntry.Kind.init(rawValue:)) } ?? []
    // What is delivered is said under the key: nobody who edits the file has contact records sent to a target of alerts.
    let feed = Webhook.Feed(rawValue: settings["feed"]?.string ?? Webhook.Feed.stream.rawValue)
    guard let secret = settings["secret"]?.string.flatMap(WebhookSecret.init(text:)), let feed, feed.rawValue == row.feed else {
      throw ProtectionProblem.notAuthentic
    }
    let webhook = Webhook(
      name: row.name, url: settings["url"]?.string ?? "", certificateAuthority: settings["certificateAuthority"]?.string,
      kinds: Set(kinds), feed: feed)
    return WebhookState(
      webhook: webhook, secret: secret, cursor: row.cursor, failures: row.failures, problem: row.problem,
      retirement: row.retirement)
  }
}
