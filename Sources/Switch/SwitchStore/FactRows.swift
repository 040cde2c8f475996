package import ContactMetrics
import GRDB
import SQLiteEngine
package import Vocabulary

/// The rows of what metrics count.
extension ContactStore {
  static func insert(_ fact: MetricFact, of instance: String, _ database: Database) throws {
    switch fact {
    case .contact(let fact): try insert(fact, of: instance, database)
    case .activity(let fact):
      try insert(fact.kind.rawValue, fact.agentID, fact.routingProfileID, fact.start, fact.end, nil, of: instance, database)
    case .nonResponse(let fact):
      try insert(nonResponse, fact.agentID, fact.routingProfileID, fact.at, fact.at, fact, of: instance, database)
    }
  }

  private static let nonResponse = "nonResponse"

  private static func insert(_ fact: ContactFact, of instance: String, _ database: Database) throws {
    try database.cachedStatement(
      sql: "INSERT OR IGNORE INTO contact_fact VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    ).execute(arguments: [
      fact.contactID, instance, fact.channel.rawValue, fact.subtype, fact.initiationMethod, fact.queueID, fact.agentID,
      fact.routingProfileID, fact.initiatedAt.microseconds, fact.enqueuedAt?.microseconds, fact.dequeuedAt?.microseconds,
      fact.connectedToAgentAt?.microseconds, (fact.disconnectedAt ?? fact.initiatedAt).microseconds, fact.disconnectReason,
      fact.interactionSeconds, fact.holdSeconds, fact.holds, fact.afterContactWorkSeconds, fact.isTransferredOut,
      fact.asksForCallback,
    ])
  }

  private static func insert(
    _ kind: String, _ agent: String, _ profile: String, _ began: Moment, _ ended: Moment, _ offer: NonResponseFact?,
    of instance: String, _ database: Database
  ) throws {
    try database.cachedStatement(sql: "INSERT INTO agent_fact VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)").execute(arguments: [
      instance, kind, agent, profile, began.microseconds, ended.microseconds, offer?.contactID, offer?.channel.rawValue,
      offer?.queueID,
    ])
  }

  /// A report of what is stored and can touch the query's time; then of those facts that are not stored yet.
  package func report(_ query: MetricQuery, of instance: String, with open: [MetricFact]) async throws -> MetricReport {
    try await database.read { database in
      var report = MetricReport(query)
      var open = Dictionary(grouping: open, by: \.contactID)
      let (start, end) = (query.start.microseconds, query.end.microseconds)
      let contacts = try Row.fetchCursor(
        database,
        sql: """
          SELECT * FROM contact_fact WHERE instance = :i AND disconnected >= :s AND disconnected < :e
          UNION ALL SELECT * FROM contact_fact
            WHERE instance = :i AND initiated >= :s AND initiated < :e AND NOT (disconnected >= :s AND disconnected < :e)
          """, arguments: ["i": instance, "s": start, "e": end])
      while let row = try contacts.next() {
        guard let fact = ContactFact(row) else { continue }
        open[fact.contactID] = nil
        report.add(.contact(fact))
      }
      let agents = try Row.fetchCursor(
        database, sql: "SELECT * FROM agent_fact WHERE instance = ? AND ended >= ? AND began < ?",
        arguments: [instance, start, end])
      while let row = try agents.next() { MetricFact(agent: row).map { report.add($0) } }
      for fact in open.values.joined() { report.add(fact) }
      return report
    }
  }

  /// Seconds for which facts are kept: as far back as metrics reach.
  private static let factSeconds: Int64 = 94 * 86_400
  /// Rows that go in one transaction, so that nobody waits for it.
  private static let sweptMax = 5_000

  /// Forgets what nobody may ask for any more.
  package func sweep(at now: Moment) async throws {
    let oldest = now.adding(seconds: -Self.factSeconds).microseconds
    try await database.write { database in
      for (table, condition, bound) in [
        ("contact_fact", "disconnected < ?", oldest), ("agent_fact", "ended < ?", oldest),
      ] {
        try database.execute(
          sql: "DELETE FROM \(table) WHERE rowid IN (SELECT rowid FROM \(table) WHERE \(condition) LIMIT \(Self.sweptMax))",
          arguments: [bound])
      }
      try database.execute(
        sql: "DELETE FROM remembered_request WHERE key IN (SELECT key FROM remembered_request WHERE expires_at < ? LIMIT ?)",
        arguments: [now.microseconds, Self.sweptMax])
    }
  }
}

extension MetricFact {
  fileprivate var contactID: String? {
    if case .contact(let fact) = self { fact.contactID } else { nil }
  }

  fileprivate init?(agent row: Row) {
    let (agent, profile) = (row["agent"] as String, row["profile"] as String)
    let (began, ended) = (Moment(microseconds: row["began"]), Moment(microseconds: row["ended"]))
    if let kind = ActivityFact.Kind(rawValue: row["kind"]) {
      self = .activity(ActivityFact(agentID: agent, routingProfileID: profile, kind: kind, start: began, end: ended))
    } else if let channel = (row["channel"] as String?).flatMap(ContactChannel.init(rawValue:)) {
      self = .nonResponse(
        NonResponseFact(
          contactID: row["contact"] ?? "", channel: channel, queueID: row["queue"], agentID: agent, routingProfileID: profile,
          at: began))
    } else {
      return nil
    }
  }
}

extension ContactFact {
  fileprivate init?(_ row: Row) {
    guard let channel = ContactChannel(rawValue: row["channel"]) else { return nil }
    func moment(_ column: String) -> Moment? { (row[column] as Int64?).map(Moment.init(microseconds:)) }
    self.init(
      contactID: row["contact"], channel: channel, initiationMethod: row["method"],
      initiatedAt: Moment(microseconds: row["initiated"]))
    (subtype, queueID, agentID, routingProfileID) = (row["subtype"], row["queue"], row["agent"], row["profile"])
    (enqueuedAt, dequeuedAt) = (moment("enqueued"), moment("dequeued"))
    (connectedToAgentAt, disconnectedAt) = (moment("connected"), moment("disconnected"))
    disconnectReason = row["reason"]
    (interactionSeconds, holdSeconds, holds) = (row["interaction"], row["hold"], row["holds"])
    (afterContactWorkSeconds, isTransferredOut, asksForCallback) = (row["work"], row["transferred"], row["callback"])
  }
}
