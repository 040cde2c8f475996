import Vocabulary

/// An audit event as it becomes a leaf: its bytes are what the tree is built over.
struct LedgerEntry: Sendable {
  let id: String
  /// The compact JSON.
  let text: String

  /// - Throws: LedgerServiceProblem.noEventID: nothing could tell a second delivery from another event.
  init(_ event: JSON) throws {
    guard let id = event["eventID"]?.string, !id.isEmpty else {
      throw LedgerServiceProblem(.noEventID, "an audit event has no eventID")
    }
    (self.id, text) = (id, event.text)
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
