public import Vocabulary

/// What a contact that is over leaves behind.
public struct Deposit: LinkStructure, Hashable {
  public static let layout = LinkLayout(
    Deposit.init(commit:contactID:initialContactID:instanceID:keyID:initiatedAt:record:transcript:flowLog:attachments:),
    \.commit, \.contactID, \.initialContactID, \.instanceID, \.keyID, \.initiatedAt, \.record, \.transcript, \.flowLog,
    \.attachments)
  public struct Attachment: LinkStructure, Hashable {
    public static let layout = LinkLayout(Deposit.Attachment.init(id:bytes:), \.id, \.bytes)
    public let id: String
    public let bytes: [UInt8]

    public init(id: String, bytes: [UInt8]) {
      self.id = id
      self.bytes = bytes
    }
  }

  /// Which of the message's commits it is of.
  public let commit: Int
  public let contactID: String
  public let initialContactID: String
  public let instanceID: String
  /// The key that is destroyed once this is stored.
  public let keyID: String
  public let initiatedAt: Moment
  /// Texts of JSON, as all that follows.
  public let record: [UInt8]
  public let transcript: [[UInt8]]
  public let flowLog: [[UInt8]]
  public let attachments: [Attachment]

  public init(
    commit: Int, contactID: String, initialContactID: String, instanceID: String, keyID: String, initiatedAt: Moment,
    record: [UInt8], transcript: [[UInt8]], flowLog: [[UInt8]], attachments: [Attachment]
  ) {
    self.commit = commit
    self.contactID = contactID
    self.initialContactID = initialContactID
    self.instanceID = instanceID
    self.keyID = keyID
    self.initiatedAt = initiatedAt
    self.record = record
    self.transcript = transcript
    self.flowLog = flowLog
    self.attachments = attachments
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
    TakeDeposits.init(outboxID:commits:deposits:entries:pieces:), \.outboxID, \.commits, \.deposits, \.entries, \.pieces)
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

  public init(outboxID: String, commits: [String], deposits: [Deposit], entries: [StreamEntry], pieces: [[UInt8]]) {
    self.outboxID = outboxID
    self.commits = commits
    self.deposits = deposits
    self.entries = entries
    self.pieces = pieces
  }
}

/// Switch to keep: the record of a contact that is over; nil for one that is not there.
public struct ReadContactRecord: LinkMessage {
  public static let name = "read-contact-record"
  public static let layout = LinkLayout(ReadContactRecord.init(instanceID:contactID:), \.instanceID, \.contactID)
  public typealias Reply = JSON?

  public let instanceID: String
  public let contactID: String

  public init(instanceID: String, contactID: String) {
    self.instanceID = instanceID
    self.contactID = contactID
  }
}

/// Switch to keep: the transcript items of the contacts of a conversation that are over, in order.
public struct ReadTranscript: LinkMessage {
  public static let name = "read-transcript"
  public static let layout = LinkLayout(ReadTranscript.init(instanceID:initialContactID:), \.instanceID, \.initialContactID)
  public typealias Reply = [JSON]

  public let instanceID: String
  public let initialContactID: String

  public init(instanceID: String, initialContactID: String) {
    self.instanceID = instanceID
    self.initialContactID = initialContactID
  }
}

/// Switch to keep: records of contacts that are over, begun within the times, latest first.
public struct SearchContactRecords: LinkMessage {
  public static let name = "search-contact-records"
  public static let layout = LinkLayout(
    SearchContactRecords.init(instanceID:initiatedFrom:initiatedTo:), \.instanceID, \.initiatedFrom, \.initiatedTo)
  public typealias Reply = [JSON]

  public let instanceID: String
  public let initiatedFrom: Moment
  public let initiatedTo: Moment

  public init(instanceID: String, initiatedFrom: Moment, initiatedTo: Moment) {
    self.instanceID = instanceID
    self.initiatedFrom = initiatedFrom
    self.initiatedTo = initiatedTo
  }
}

/// Switch to keep: attributes of a contact that is over are changed.
public struct AmendContactRecord: LinkMessage {
  public static let name = "amend-contact-record"
  public static let layout = LinkLayout(
    AmendContactRecord.init(instanceID:contactID:attributes:), \.instanceID, \.contactID, \.attributes)
  /// Whether the contact is there.
  public typealias Reply = Bool

  public let instanceID: String
  public let contactID: String
  public let attributes: [String: String]

  public init(instanceID: String, contactID: String, attributes: [String: String]) {
    self.instanceID = instanceID
    self.contactID = contactID
    self.attributes = attributes
  }
}

/// Switch to keep: the bytes of an attachment of a contact that is over; nil for one that is not there.
public struct ReadAttachment: LinkMessage {
  public static let name = "read-attachment"
  public static let layout = LinkLayout(
    ReadAttachment.init(instanceID:initialContactID:attachmentID:), \.instanceID, \.initialContactID, \.attachmentID)
  public typealias Reply = [UInt8]?

  public let instanceID: String
  public let initialContactID: String
  public let attachmentID: String

  public init(instanceID: String, initialContactID: String, attachmentID: String) {
    self.instanceID = instanceID
    self.initialContactID = initialContactID
    self.attachmentID = attachmentID
  }
}
