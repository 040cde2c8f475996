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

  func run() async throws {
    await cancelWhenGracefulShutdown {
      var rules: DetectionRules?
      while !Task.isCancelled {
        do {
          var current = if let rules { rules } else { try await remembering() }
          while try await step(&current), !Task.isCancelled {}
          rules = current
        } catch {
          if !Task.isCancelled { logger.error("alerts cannot be raised", metadata: ["error": "\(type(of: error))"]) }
          // What the rules have seen may not be what is written down.
          rules = nil
        }
        try? await Task.sleep(for: .milliseconds(Self.pauseMilliseconds))
      }
    }
  }

  /// - Returns: whether there was anything to look at.
  private func step(_ rules: inout DetectionRules) async throws -> Bool {
    let (progress, events) = try await database.read { database in
      let progress = try Self.progress(database)
      return (progress, try Self.events(after: progress, limit: Self.eventsMax, database))
    }
    guard let last = events.last else { return false }
    var examined: [Examined] = []
    for event in events {
      guard let watched = event.watched else { continue }
      examined.append(Examined(sequence: event.sequence, event: watched, alerts: rules.alerts(for: watched)))
    }
    let found = examined
    try await database.write { try Self.store(found, from: progress, to: last.sequence, $0) }
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

  /// Rules that have seen what came within the window before where the last process stood.
  private func remembering() async throws -> DetectionRules {
    let events = try await database.read { database in
      let progress = try Self.progress(database)
      return try Self.events(after: max(0, progress - Int64(Self.rememberedMax)), limit: Self.rememberedMax, database)
        .filter { $0.sequence <= progress }
    }
    let watched = events.compactMap(\.watched)
    var rules = DetectionRules()
    guard let last = watched.last else { return rules }
    for event in watched where event.at >= last.at.adding(seconds: -DetectionRules.windowSecondsMax) {
      _ = rules.alerts(for: event)
    }
    return rules
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

    var watched: WatchedEvent? { (try? JSON.parse(Array(bytes))).flatMap(WatchedEvent.init) }
  }

  private static func progress(_ database: Database) throws -> Int64 {
    try Int64.fetchOne(database, sql: "SELECT sequence FROM sentinel_progress") ?? 0
  }

  private static func events(after sequence: Int64, limit: Int, _ database: Database) throws -> [StoredEvent] {
    let statement = try database.cachedStatement(
      sql: "SELECT sequence, CAST(event AS BLOB) AS event FROM audit_event WHERE sequence > ? ORDER BY sequence LIMIT ?")
    return try Row.fetchAll(statement, arguments: [sequence, limit]).map {
      StoredEvent(sequence: $0["sequence"], bytes: $0["event"])
    }
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
