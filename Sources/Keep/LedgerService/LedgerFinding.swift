/// Something in a ledger that is not as it was recorded or signed.
package struct LedgerFinding: Sendable, Hashable {
  package enum Code: String, Sendable, CaseIterable {
    /// An entry's bytes are not those that the tree was built over.
    case changedEntry = "changed-entry"
    /// An entry stands where another stood.
    case movedEntry = "moved-entry"
    /// An entry is gone from the middle.
    case missingEntry = "missing-entry"
    /// A checkpoint or the tree reaches further than the entries: the tail was cut, or an older folder put back.
    case missingTail = "missing-tail"
    /// The column by which an event is found is not the event's own id.
    case misnamedEntry = "misnamed-entry"
    /// Stored hashes are not those of the entries.
    case changedTree = "changed-tree"
    /// A checkpoint that the ledger's key did sign is of other entries than these.
    case contradictedCheckpoint = "contradicted-checkpoint"
    /// What stands for a checkpoint is not one that the verifier key accepts.
    case unsignedCheckpoint = "unsigned-checkpoint"
    /// There are entries and no checkpoint.
    case noCheckpoint = "no-checkpoint"
    /// The folder's own key is not the one that was given.
    case otherKey = "other-key"
  }

  package let code: Code
  /// The first entry that it may concern; nil where it concerns none.
  package let index: Int?
  package let message: String

  package var description: String { "\(code.rawValue): \(message)" }
}

/// What became of a verification.
package struct LedgerReport: Sendable {
  /// Entries that were read.
  package var entries = 0
  /// The root over them, in base64.
  package var root = ""
  /// Stored checkpoints that the verifier key accepts.
  package var checkpoints = 0
  /// The entries that the newest of them covers.
  package var covered = 0
  /// Checkpoints from outside that the verifier key accepts and the entries agree with.
  package var outsideAgreeing = 0
  /// The entries that the newest of these covers; nil where there is none.
  package var outsideReach: Int?
  package var findings: [LedgerFinding] = []

  package var isClean: Bool { findings.isEmpty }

  /// The first entry that is not as it was.
  package var firstBadIndex: Int? { findings.compactMap(\.index).min() }
}
