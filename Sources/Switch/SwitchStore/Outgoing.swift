/// What one commit leaves for the keep: one row of the outbox.
package struct Outgoing: Sendable, Codable {
  /// What became of one contact, encrypted under its key.
  package struct OfContact: Sendable, Codable {
    package let id: String
    package let initial: String
    package let keyID: String
    /// With its record, after which its key ends.
    package let isDeposit: Bool
    /// A `Protected` value of bytes.
    package let sealed: [UInt8]

    package init(id: String, initial: String, keyID: String, isDeposit: Bool, sealed: [UInt8]) {
      self.id = id
      self.initial = initial
      self.keyID = keyID
      self.isDeposit = isDeposit
      self.sealed = sealed
    }
  }

  /// Unique for ever.
  package let commitID: String
  package var contacts: [OfContact] = []
  /// `Protected` values of bytes, one an instance.
  package var agents: [[UInt8]] = []
  /// Audit events as JSON text.
  package var audit: [[UInt8]] = []

  package init(commitID: String) { self.commitID = commitID }

  package var isEmpty: Bool { contacts.isEmpty && agents.isEmpty && audit.isEmpty }

  /// What the sealed values are bound to.
  package static func place(_ commitID: String, _ contactID: String) -> String { "outbox/\(commitID)/\(contactID)" }
  package static func agentsPlace(_ commitID: String) -> String { "outbox/\(commitID)" }
}

/// Rows of the outbox that the keep has, to be forgotten with the next commit.
package struct DeliveredPage: Sendable {
  /// The last of them.
  package let last: Int64
  /// Contacts that were deposited and have parts here.
  package let deposited: [(contact: String, initial: String)]

  package init(last: Int64, deposited: [(contact: String, initial: String)]) {
    self.last = last
    self.deposited = deposited
  }
}
