import Detection
import Foundation
import GRDB
import Logging
import ServiceLifecycle
import SQLiteEngine
import Vocabulary

/// Looks through the ledger as it grows: raises alerts by the rules of Detection, and keeps the index that events are found by.
/// What it has looked at and what it found come to rest together: after whatever end it goes on where it was, and raises nothing
/// twice.
struct Sentinel: Service {
  private static let pauseMilliseconds = 250
  /// Events that one transaction covers.
  private static let eventsMax = 500
  /// Events that rules are shown again after a restart.
  private static let rememberedMax = 20_000

  let database: SQLiteDatabase
  let logger: Logger

  /// The rules, and how far they have looked.
  private struct Watch: Sendable {
    var rules = DetectionRules()
    var seen: Int64
  }

  func run() async throws {
    await cancelWhenGracefulShutdown {
      var watch = Watch(seen: -1)
      while !Task.isCancelled {
        do {
          while try await step(&watch), !Task.isCancelled {}
        } catch {
          if !Task.isCancelled { logger.error("alerts cannot be raised", metadata: ["error": "\(type(of: error))"]) }
        }
        try? await Task.sleep(for: .milliseconds(Self.pauseMilliseconds))
      }
    }
  }

  /// What fails leaves the watch as it was. Whether it came to rest all the same is seen by how far that says it is.
  /// - Returns: whether there was anything to look at.
  private func step(_ watch: inout Watch) async throws -> Bool {
    let (progress, events) = try await database.read { database in
      let progress = try Self.progress(database)
      return (progress, try Self.events(after: progress, limit: Self.eventsMax, database))
    }
    if progress != watch.seen { watch = try await remembering(until: progress) }
    guard let last = events.last else { return false }
    var next = Watch(rules: watch.rules, seen: last.sequence)
    var examined: [Examined] = []
    for event in events {
      guard let watched = event.watched else { continue }
      examined.append(Examined(sequence: event.sequence, event: watched, alerts: next.rules.alerts(for: watched)))
    }
    let found = examined
    try await database.write { try Self.store(found, from: progress, to: last.sequence, $0) }
    watch = next
    for alert in found.flatMap(\.alerts) { tell(alert) }
    return true
  }

  /// Alerts are in the log too, for who has no target yet, or collects logs.
  private func tell(_ alert: Alert) {
    logger.warning(
      "alert",
      metadata: [
        "rule": "\(alert.rule)", "severity": "\(alert.severity.rawValue)", "principal": "\(alert.principal)",
        "event": "\(alert.eventName)", "eventID": "\(alert.eventID)",
      ])
  }

  /// Rules that have seen what came within the window before where the last process stood. One event after the other is read: all
  /// of them at once are tens of megabytes.
  private func remembering(until progress: Int64) async throws -> Watch {
    try await database.read { database in
      var watch = Watch(seen: progress)
      guard let newest = try Self.newestWatched(until: progress, database) else { return watch }
      let since = newest.at.adding(seconds: -DetectionRules.windowSecondsMax)
      let events = try Self.cursor(after: max(0, progress - Int64(Self.rememberedMax)), limit: Self.rememberedMax, database)
      while let event = try events.next(), event.sequence <= progress {
        guard let watched = event.watched, watched.at >= since else { continue }
        _ = watch.rules.alerts(for: watched)
      }
      return watch
    }
  }

  private static func newestWatched(until progress: Int64, _ database: Database) throws -> WatchedEvent? {
    let rows = try Row.fetchCursor(
      database, sql: "SELECT sequence, CAST(event AS BLOB) AS event FROM audit_event WHERE sequence <= ? ORDER BY sequence DESC",
      arguments: [progress])
    while let row = try rows.next() {
      if let watched = StoredEvent(row).watched { return watched }
    }
    return nil
  }
}

extension Sentinel {
  private struct Examined: Sendable {
    let sequence: Int64
    let event: WatchedEvent
    let alerts: [Alert]
  }

  private struct StoredEvent: Sendable {
    let sequence: Int64
    let bytes: Data

    init(_ row: Row) {
      sequence = row["sequence"]
      bytes = row["event"]
    }

    var watched: WatchedEvent? { (try? JSON.parse(Array(bytes))).flatMap(WatchedEvent.init) }
  }

  private static func progress(_ database: Database) throws -> Int64 {
    try Int64.fetchOne(database, sql: "SELECT sequence FROM sentinel_progress") ?? 0
  }

  private static func cursor(
    after sequence: Int64, limit: Int, _ database: Database
  ) throws -> MapCursor<RowCursor, StoredEvent> {
    let statement = try database.cachedStatement(
      sql: "SELECT sequence, CAST(event AS BLOB) AS event FROM audit_event WHERE sequence > ? ORDER BY sequence LIMIT ?")
    return try Row.fetchCursor(statement, arguments: [sequence, limit]).map(StoredEvent.init)
  }

  private static func events(after sequence: Int64, limit: Int, _ database: Database) throws -> [StoredEvent] {
    try Array(cursor(after: sequence, limit: limit, database))
  }

  private static func store(
    _ examined: [Examined], from: Int64, to: Int64, _ database: Database
  ) throws {
    try database.execute(sql: "UPDATE sentinel_progress SET sequence = ? WHERE sequence = ?", arguments: [to, from])
    // Another process was here: what it raised is not raised again.
    guard database.changesCount == 1 else { return }
    for one in examined {
      try EventIndex.insert(one.event, one.sequence, database)
      for (place, alert) in one.alerts.enumerated() { try AlertTable.insert(alert, one.sequence, place, database) }
    }
    if examined.contains(where: { !$0.alerts.isEmpty }) { try AlertTable.trim(database) }
  }
}
