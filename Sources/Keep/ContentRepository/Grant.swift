import Vocabulary

/// The right to open one range of one object, once (law 1: no audit, no access).
///
/// There is no way to one but `mint`, which takes the decision that allows the read and the receipt for the ledger entry of this
/// very read. It cannot be copied, and `ContentInventory.open` consumes it: one grant, one answer.
package struct Grant: ~Copyable, Sendable {
  package let object: ContentObject
  /// Bytes of the plaintext, within the object.
  package let range: Range<Int>
  /// The KMS key that it may be opened with.
  package let keyID: String
  /// It goes where the grant goes: no second one can be made of it.
  private let receipt: LedgerReceipt

  fileprivate init(_ object: ContentObject, _ range: Range<Int>, _ key: KeyAllowance, _ receipt: consuming LedgerReceipt) {
    self.object = object
    self.range = range
    keyID = key.use.keyID
    self.receipt = receipt
  }

  /// The only maker of grants.
  /// - Throws: ContentProblem.notGranted when the receipt is for another entry than that of this read, or the decision for
  ///   another object or without a purpose.
  static func mint(_ read: ContentRead, _ receipt: consuming LedgerReceipt) throws(ContentProblem) -> Grant {
    guard receipt.isFor([read.entry, read.keyEntry]) else {
      throw ContentProblem(.notGranted, "the ledger entries are not those of this read")
    }
    guard read.allowance.action == ContentRead.action, read.allowance.resource == read.resource, read.allowance.purpose != nil,
      read.key.isFor(read.object)
    else { throw ContentProblem(.notGranted, "the decision is not about this read") }
    guard read.range.lowerBound >= 0, read.range.upperBound <= read.object.plaintextBytes else {
      throw ContentProblem(.notGranted, "the range lies outside the object")
    }
    return Grant(read.object, read.range, read.key, receipt)
  }

  /// For a player: beside the decision, which is about who asked for the link, the right of the person who plays.
  /// - Throws: ContentProblem.notGranted when either is about another read.
  static func mint(
    _ read: ContentRead, for right: PlayerRight, _ receipt: consuming LedgerReceipt
  ) throws(ContentProblem) -> Grant {
    guard right.covers(read.object) else {
      throw ContentProblem(.notGranted, "the right of the person is not about this object")
    }
    return try mint(read, receipt)
  }

  /// For an open contact that goes on with the conversation: the right is the contact's own.
  /// - Throws: ContentProblem.notGranted when the receipt is for another entry, or the right to another contact.
  static func mint(_ read: PastRead, _ receipt: consuming LedgerReceipt) throws(ContentProblem) -> Grant {
    guard receipt.isFor([read.entry, read.keyEntry]), read.right.contactID == read.object.contactID, read.key.isFor(read.object)
    else {
      throw ContentProblem(.notGranted, "right, ledger entry and object do not belong together")
    }
    return Grant(read.object, 0..<read.object.plaintextBytes, read.key, receipt)
  }
}

/// A read of all of one object for an open contact.
struct PastRead: Sendable {
  let right: ContactRight
  let key: KeyAllowance
  let object: ContentObject
  /// The audit event of this read, and that of the use of the key.
  let entry: JSON
  let keyEntry: JSON
}

/// One read of content as it is asked for, with the entry that the ledger must hold before it is answered.
struct ContentRead: Sendable {
  static let action = "s3:GetObject"

  let allowance: Allowance
  let key: KeyAllowance
  let object: ContentObject
  let range: Range<Int>
  /// The ARN of the object.
  let resource: String
  /// The audit event of this read, and that of the use of the key.
  let entry: JSON
  let keyEntry: JSON
}

extension KeyAllowance {
  fileprivate func isFor(_ object: ContentObject) -> Bool {
    use.operation == .decrypt && use.encryptionContext == object.encryptionContext
  }
}
