import Detection
import Foundation
import GRDB
package import Vocabulary

/// A question to the ledger: whom, what, which and when. What is nil does not matter.
package struct LedgerQuery: Sendable {
  /// An ARN, a user name, an access key, or who stands behind a session.
  package var person: String?
  /// An id, an ARN or a key: of an object, a contact, a role, a session, an approval.
  package var object: String?
  /// The name of the event.
  package var name: String?
  /// From here on, and before there.
  package var from: Moment?
  package var to: Moment?

  package init() {}

  fileprivate var subjects: [String] {
    let given = [person.map(EventIndex.person), object.map(EventIndex.object)].compactMap(\.self)
    return given.isEmpty ? [EventIndex.any] : given
  }

  fileprivate func matches(_ event: WatchedEvent) -> Bool {
    Set(subjects).isSubset(of: EventIndex.subjects(of: event)) && (name.map { $0 == event.name } ?? true)
      && (from.map { event.at >= $0 } ?? true) && (to.map { event.at < $0 } ?? true)
  }
}

extension LedgerReader {
  /// Hands over a line for each entry that the question means, as `export` does, the oldest first.
  package func find(_ query: LedgerQuery, _ take: (String) throws -> Void) throws {
    try read { database in
      let indexed = try Int64.fetchOne(database, sql: "SELECT sequence FROM sentinel_progress") ?? 0
      for sequence in try Self.sequences(query, database) { try Self.hand(over: sequence, query, database, take) }
      // What came since the index was written is looked through.
      let newest = try LedgerRows.size(database)
      for sequence in stride(from: indexed + 1, through: Int64(newest), by: 1) {
        try Self.hand(over: sequence, query, database, take)
      }
    }
  }

  private static func sequences(_ query: LedgerQuery, _ database: Database) throws -> [Int64] {
    let subjects = query.subjects
    let others = subjects.dropFirst().map { _ in
      "AND EXISTS (SELECT 1 FROM event_subject o WHERE o.subject = ? AND o.at = e.at AND o.sequence = e.sequence)"
    }
    let sql =
      "SELECT e.sequence FROM event_subject e WHERE e.subject = ? AND e.at >= ? AND e.at < ? \(others.joined(separator: " ")) "
      + "ORDER BY e.sequence"
    let (from, to) = (query.from?.wholeSeconds ?? .min, query.to?.wholeSeconds ?? .max)
    var arguments: [any DatabaseValueConvertible] = [subjects[0], from, to]
    for subject in subjects.dropFirst() { arguments.append(subject) }
    return try Int64.fetchAll(database, sql: sql, arguments: StatementArguments(arguments))
  }

  private static func hand(
    over sequence: Int64, _ query: LedgerQuery, _ database: Database, _ take: (String) throws -> Void
  ) throws {
    let statement = try database.cachedStatement(sql: "SELECT CAST(event AS BLOB) FROM audit_event WHERE sequence = ?")
    guard let bytes = try Data.fetchOne(statement, arguments: [sequence]), let json = try? JSON.parse(Array(bytes)) else {
      throw LedgerServiceProblem(.inconsistent, "entry \(sequence - 1) is no event any more: see `audit verify`")
    }
    guard let event = WatchedEvent(json), query.matches(event) else { return }
    try take("{\"index\":\(sequence - 1),\"event\":\(String(decoding: bytes, as: UTF8.self))}")
  }
}
