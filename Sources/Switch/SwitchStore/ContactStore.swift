package import ContactMetrics
import Foundation
import GRDB
package import Protection
package import SQLiteEngine
package import Vocabulary

/// Open contacts on disk. Whatever could identify a customer is in a `Protected` value under the contact's own key.
package struct ContactStore: Sendable {
  let database: SQLiteDatabase

  package init(database: SQLiteDatabase) { self.database = database }

  package static var migrations: [any Migration.Type] {
    [
      M0001OpenContacts.self, M0002MetricFacts.self, M0003PackedState.self, M0004KeepIdentity.self, M0005KeepLedger.self,
      M0006DepositQueue.self,
    ]
  }

  /// What one transaction of the contact centre writes.
  package struct Commit: Sendable {
    package var contacts: [ContactRow] = []
    /// The numbers of contacts that are over: what they leave is in the outbox.
    package var ended: [Int64] = []
    package var agents: [(id: String, instance: String, state: [UInt8]?)] = []
    package var parts: [Part] = []
    package var outgoing: Outgoing?
    /// Where `outgoing` stands; it goes nowhere without.
    package var place: OutboxPlace?
    package var remembered: [RememberedRequest] = []
    package var facts: [(instance: String, MetricFact)] = []
    /// What the keep has taken since the commit before.
    package var delivered: [DeliveredPage] = []

    package init() {}
  }

  package struct ContactRow: Sendable {
    /// In the order in which contacts came to this switch; never given again while the contact is open.
    package let number: Int64
    package let id: String
    package let instance: String
    package let keyID: String
    package let state: Protected<ProtectableBytes>

    package init(number: Int64, id: String, instance: String, keyID: String, state: Protected<ProtectableBytes>) {
      self.number = number
      self.id = id
      self.instance = instance
      self.keyID = keyID
      self.state = state
    }

    /// What the state is bound to.
    package static func place(_ id: String) -> String { "contact/\(id)" }
  }

  /// A piece of a conversation: an item of its transcript, or a line of its flow log.
  package struct Part: Sendable {
    package enum Kind: Int, Sendable { case item = 0, flowLog = 1, attachment = 2 }
    package let initial: String
    package let sequence: Int64
    package let kind: Kind
    package let contact: String
    package let id: String
    /// A `Protected` value of the kind's type.
    package let sealed: [UInt8]

    package init(initial: String, sequence: Int64, kind: Kind, contact: String, id: String, sealed: [UInt8]) {
      self.initial = initial
      self.sequence = sequence
      self.kind = kind
      self.contact = contact
      self.id = id
      self.sealed = sealed
    }

    package func openBytes(under key: ProtectionKey) throws -> [UInt8] {
      try Protected<ProtectableBytes>(bytes: sealed).open(under: key, at: place).bytes
    }

    /// What the value is bound to.
    package var place: String { Self.place(kind, id) }
    package static func place(_ kind: Kind, _ id: String) -> String { "part/\(kind.rawValue)/\(id)" }
  }

  package struct RememberedRequest: Sendable {
    package let key: String
    package let digest: [UInt8]
    package let response: Protected<JSON>
    package let expiresAt: Moment

    package init(key: String, digest: [UInt8], response: Protected<JSON>, expiresAt: Moment) {
      self.key = key
      self.digest = digest
      self.response = response
      self.expiresAt = expiresAt
    }
  }

  package func commit(_ commit: Commit) async throws {
    let outgoing = try commit.outgoing.map { Data(try Packed.bytes(of: $0)) }
    try await database.write { database in
      for row in commit.contacts { try Self.put(row, database) }
      for part in commit.parts { try Self.insert(part, database) }
      for number in commit.ended {
        try database.cachedStatement(sql: "DELETE FROM open_contact WHERE number = ?").execute(arguments: [number])
      }
      for agent in commit.agents { try Self.put(agent.id, agent.instance, agent.state, database) }
      if let outgoing, let place = commit.place { try Self.insert(outgoing, at: place, database) }
      for request in commit.remembered { try Self.put(request, database) }
      for (instance, fact) in commit.facts { try Self.insert(fact, of: instance, database) }
      for page in commit.delivered { try Self.forget(through: page.last, page.deposited, database) }
    }
  }

  private static func put(_ row: ContactRow, _ database: Database) throws {
    try database.cachedStatement(
      sql: "INSERT OR REPLACE INTO open_contact (number, id, instance, key_id, state) VALUES (?, ?, ?, ?, ?)"
    ).execute(arguments: [row.number, row.id, row.instance, row.keyID, Data(row.state.bytes)])
  }

  private static func insert(_ part: Part, _ database: Database) throws {
    try database.cachedStatement(
      sql: "INSERT INTO contact_part (initial, sequence, kind, contact, id, part) VALUES (?, ?, ?, ?, ?, ?)"
    ).execute(arguments: [part.initial, part.sequence, part.kind.rawValue, part.contact, part.id, Data(part.sealed)])
  }

  private static func put(_ id: String, _ instance: String, _ state: [UInt8]?, _ database: Database) throws {
    guard let state else {
      return try database.cachedStatement(sql: "DELETE FROM live_agent WHERE id = ?").execute(arguments: [id])
    }
    try database.cachedStatement(sql: "INSERT OR REPLACE INTO live_agent (id, instance, state) VALUES (?, ?, ?)").execute(
      arguments: [id, instance, Data(state)])
  }

  private static func put(_ request: RememberedRequest, _ database: Database) throws {
    try database.cachedStatement(
      sql: "INSERT OR REPLACE INTO remembered_request (key, request_digest, response, expires_at) VALUES (?, ?, ?, ?)"
    ).execute(arguments: [request.key, Data(request.digest), Data(request.response.bytes), request.expiresAt.microseconds])
  }
}

// MARK: Reading

extension ContactStore {
  package func contacts() async throws -> [ContactRow] {
    try await database.read { database in
      try Row.fetchAll(database, sql: "SELECT * FROM open_contact ORDER BY number").map { row in
        ContactRow(
          number: row["number"], id: row["id"], instance: row["instance"], keyID: row["key_id"],
          state: Protected(bytes: Array(row["state"] as Data)))
      }
    }
  }

  package func agents() async throws -> [(id: String, instance: String, state: [UInt8])] {
    try await database.read { database in
      try Row.fetchAll(database, sql: "SELECT id, instance, state FROM live_agent ORDER BY id").map { row in
        (row["id"], row["instance"], Array(row["state"] as Data))
      }
    }
  }

  /// Parts of a conversation after a position, in order.
  package func parts(
    _ kind: Part.Kind, of initial: String, after sequence: Int64, limit: Int, descending: Bool
  ) async throws -> [Part] {
    try await database.read { database in
      let (comparison, order) = descending ? ("<", "DESC") : (">", "ASC")
      let statement = try database.cachedStatement(
        sql: """
          SELECT * FROM contact_part WHERE initial = ? AND kind = ? AND sequence \(comparison) ?
          ORDER BY sequence \(order) LIMIT ?
          """)
      return try Row.fetchAll(statement, arguments: [initial, kind.rawValue, sequence, limit]).compactMap(Self.part)
    }
  }

  static func part(_ row: Row) -> Part? {
    guard let kind = Part.Kind(rawValue: row["kind"]) else { return nil }
    return Part(
      initial: row["initial"], sequence: row["sequence"], kind: kind, contact: row["contact"], id: row["id"],
      sealed: Array(row["part"] as Data))
  }

  /// The bytes of an attachment; nil when there is none.
  package func attachment(_ id: String, in initial: String) async throws -> Part? {
    try await database.read { database in
      let statement = try database.cachedStatement(sql: "SELECT * FROM contact_part WHERE initial = ? AND kind = 2 AND id = ?")
      return try Row.fetchOne(statement, arguments: [initial, id]).flatMap(Self.part)
    }
  }

  package func remembered(_ key: String, at now: Moment) async throws -> (digest: [UInt8], response: Protected<JSON>)? {
    try await database.read { database in
      let statement = try database.cachedStatement(
        sql: "SELECT request_digest, response FROM remembered_request WHERE key = ? AND expires_at > ?")
      return try Row.fetchOne(statement, arguments: [key, now.microseconds]).map { row in
        (Array(row["request_digest"] as Data), Protected(bytes: Array(row["response"] as Data)))
      }
    }
  }
}
