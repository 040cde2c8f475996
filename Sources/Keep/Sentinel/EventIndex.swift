import Detection
import GRDB
import Vocabulary

/// The index by which events of the ledger are found.
enum EventIndex {
  /// The subject of every event.
  static let any = ""
  static func person(_ name: String) -> String { "p" + name }
  static func object(_ id: String) -> String { "o" + id }

  static func subjects(of event: WatchedEvent) -> [String] {
    [any] + event.people.map(person) + event.objects.map(object)
  }

  static func insert(_ event: WatchedEvent, _ sequence: Int64, _ database: Database) throws {
    let statement = try database.cachedStatement(
      sql: "INSERT OR IGNORE INTO event_subject (subject, at, sequence) VALUES (?, ?, ?)")
    for subject in subjects(of: event) {
      try statement.execute(arguments: [subject, event.at.wholeSeconds, sequence])
    }
  }
}
