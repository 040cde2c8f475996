public import Vocabulary

/// What a contact that is over leaves behind.
public struct Deposit: LinkStructure, Hashable {
  public static let layout = LinkLayout(
    Deposit.init(
      commit:contactID:initialContactID:instanceID:keyID:initiatedAt:record:flowLog:objects:readers:isUnrecorded:), \.commit,
    \.contactID, \.initialContactID, \.instanceID, \.keyID, \.initiatedAt, \.record, \.flowLog, \.objects, \.readers,
    \.isUnrecorded)

  /// Which of the message's commits it is of.
  public let commit: Int
  public let contactID: String
  public let initialContactID: String
  public let instanceID: String
  /// The key that is destroyed once this is stored.
  public let keyID: String
  public let initiatedAt: Moment
  /// The text of JSON, as each line of the flow log.
  public let record: [UInt8]
  public let flowLog: [[UInt8]]
  public let objects: [SealedObject]
  /// Keys of open contacts of the same conversation: while they last, its past is read with them.
  public let readers: [String]
  /// Whether its content was left out, since too much waited for the keep and the operator would rather go on.
  public let isUnrecorded: Bool

  public init(
    commit: Int, contactID: String, initialContactID: String, instanceID: String, keyID: String, initiatedAt: Moment,
    record: [UInt8], flowLog: [[UInt8]], objects: [SealedObject], readers: [String], isUnrecorded: Bool = false
  ) {
    self.commit = commit
    self.contactID = contactID
    self.initialContactID = initialContactID
    self.instanceID = instanceID
    self.keyID = keyID
    self.initiatedAt = initiatedAt
    self.record = record
    self.flowLog = flowLog
    self.objects = objects
    self.readers = readers
    self.isUnrecorded = isUnrecorded
  }
}

/// Content that was sealed to the keep: who sealed it cannot open it.
public struct SealedObject: LinkStructure, Hashable {
  public static let layout = LinkLayout(
    SealedObject.init(id:contentClass:attachmentID:contentType:plaintextBytes:message:), \.id, \.contentClass, \.attachmentID,
    \.contentType, \.plaintextBytes, \.message)

  /// The key's id that the keep gave the contact, a full stop and a number: no two objects ever have the same.
  public let id: String
  /// A storage resource type of Connect's, such as `CHAT_TRANSCRIPTS`.
  public let contentClass: String
  /// The attachment that it is, if it is one.
  public let attachmentID: String?
  /// The media type of the content.
  public let contentType: String
  public let plaintextBytes: Int
  /// A message of the AWS Encryption SDK (docs/sealing.md), its context that of `context`.
  public let message: [UInt8]

  public init(
    id: String, contentClass: String, attachmentID: String?, contentType: String, plaintextBytes: Int, message: [UInt8]
  ) {
    self.id = id
    self.contentClass = contentClass
    self.attachmentID = attachmentID
    self.contentType = contentType
    self.plaintextBytes = plaintextBytes
    self.message = message
  }

  /// The name of the object's id in that context.
  public static let idName = "switchkeep:object"

  public static func id(keyID: String, number: Int) -> String { "\(keyID).\(number)" }

  /// What the message says of itself, authenticated with it, so that no object stands for another. It is not secret.
  public static func context(
    id: String, contentClass: String, contactID: String, instanceID: String
  ) -> [String: String] {
    [
      "switchkeep:class": contentClass, "switchkeep:contact": contactID, "switchkeep:instance": instanceID, idName: id,
    ]
  }
}

/// One entry of the stream: a contact record, a contact event or an agent event, in Connect's JSON.
public struct StreamEntry: LinkStructure, Hashable {
  public static let layout = LinkLayout(
    StreamEntry.init(commit:kind:instanceID:pieces:), \.commit, \.kind, \.instanceID, \.pieces)
  public enum Kind: String, LinkCodable, CaseIterable {
    case contactRecord = "contact-record"
    case contactEvent = "contact-event"
    case agentEvent = "agent-event"
  }

  /// Which of the message's commits it is of.
  public let commit: Int
  public let kind: Kind
  public let instanceID: String
  /// Which of the message's pieces its text is made of, in order.
  public let pieces: [Int]

  public init(commit: Int, kind: Kind, instanceID: String, pieces: [Int]) {
    self.commit = commit
    self.kind = kind
    self.instanceID = instanceID
    self.pieces = pieces
  }
}

/// Switch to keep, at least once: the keep stores it all in one transaction. What is of a commit that was in the outbox's last
/// message already it drops.
public struct TakeDeposits: LinkMessage {
  public static let name = "take-deposits"
  public static let layout = LinkLayout(
    TakeDeposits.init(outboxID:commits:deposits:entries:pieces:numbers:), \.outboxID, \.commits, \.deposits, \.entries, \.pieces,
    \.numbers)
  public typealias Reply = Done

  /// Unique for ever, as each of the commits is.
  public let outboxID: String
  /// What the message has of the outbox: whole commits, from the first that waits.
  public let commits: [String]
  public let deposits: [Deposit]
  /// In order; the records of the deposits are entries too, and not among these.
  public let entries: [StreamEntry]
  /// Text that entries are made of; many have most of theirs in common.
  public let pieces: [[UInt8]]
  /// nil for what an earlier build has left, which numbered nothing.
  public let numbers: DepositNumbers?

  public init(
    outboxID: String, commits: [String], deposits: [Deposit], entries: [StreamEntry], pieces: [[UInt8]],
    numbers: DepositNumbers? = nil
  ) {
    self.outboxID = outboxID
    self.commits = commits
    self.deposits = deposits
    self.entries = entries
    self.pieces = pieces
    self.numbers = numbers
  }
}
