import Vocabulary

/// An audit event as it becomes a leaf: its bytes are what the tree is built over.
struct LedgerEntry: Sendable {
  let id: String
  /// The compact JSON.
  let text: String

  /// Bytes of an entry: whoever exports and verifies reads it whole.
  static let bytesMax = 1 << 20

  /// - Throws: LedgerServiceProblem.noEventID: nothing could tell a second delivery from another event; malformed for one that
  ///   is too large.
  init(_ event: JSON) throws {
    guard let id = event["eventID"]?.string, !id.isEmpty, !id.utf8.contains(0) else {
      throw LedgerServiceProblem(.noEventID, "an audit event has no eventID")
    }
    (self.id, text) = (id, event.text)
    guard text.utf8.count <= Self.bytesMax else {
      throw LedgerServiceProblem(.malformed, "an audit event has more than \(Self.bytesMax) bytes")
    }
  }
}

/// Why the ledger did not take an event, or does not sign. It repeats nothing of an event.
package struct LedgerServiceProblem: Error, Sendable, Hashable, CustomStringConvertible {
  package enum Code: String, Sendable {
    case noEventID
    /// What came is no audit event.
    case malformed
    /// Another event has that eventID.
    case otherEvent
    /// What is stored contradicts what was signed, or the tree the entries.
    case inconsistent
    /// There are checkpoints and no key, or the key does not open.
    case noKey
    /// The file has no ledger, such as that of a program before there was one.
    case noLedger
    /// Events could not be brought to rest.
    case notWritten
    /// There is no such entry, or no checkpoint that covers it yet.
    case notThere
    /// A folder of checkpoints cannot be read or written.
    case noFolder
    /// An endpoint did not take a checkpoint.
    case notTaken
  }

  package let code: Code
  package let message: String

  init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  package var description: String { message }

  package var isNoLedger: Bool { code == .noLedger }
}
