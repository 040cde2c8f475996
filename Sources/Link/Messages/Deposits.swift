public import Vocabulary

/// What a contact that is over leaves behind.
public struct Deposit: LinkStructure, Hashable {
  public static let layout = LinkLayout(
    Deposit.init(contactID:initialContactID:instanceID:keyID:record:transcript:flowLog:attachments:), \.contactID,
    \.initialContactID, \.instanceID, \.keyID, \.record, \.transcript, \.flowLog, \.attachments)
  public struct Attachment: LinkStructure, Hashable {
    public static let layout = LinkLayout(Deposit.Attachment.init(id:bytes:), \.id, \.bytes)
    public let id: String
    public let bytes: [UInt8]

    public init(id: String, bytes: [UInt8]) {
      self.id = id
      self.bytes = bytes
    }
  }

  public let contactID: String
  public let initialContactID: String
  public let instanceID: String
  /// The key that is destroyed once this is stored.
  public let keyID: String
  public let record: JSON
  public let transcript: [JSON]
  public let flowLog: [JSON]
  public let attachments: [Attachment]

  public init(
    contactID: String, initialContactID: String, instanceID: String, keyID: String, record: JSON, transcript: [JSON],
    flowLog: [JSON], attachments: [Attachment]
  ) {
    self.contactID = contactID
    self.initialContactID = initialContactID
    self.instanceID = instanceID
    self.keyID = keyID
    self.record = record
    self.transcript = transcript
    self.flowLog = flowLog
    self.attachments = attachments
  }
}

/// One entry of the stream: a contact record, a contact event or an agent event, in Connect's JSON.
public struct StreamEntry: LinkStructure, Hashable {
  public static let layout = LinkLayout(StreamEntry.init(kind:instanceID:json:), \.kind, \.instanceID, \.json)
  public enum Kind: String, LinkCodable, CaseIterable {
    case contactRecord = "contact-record"
    case contactEvent = "contact-event"
    case agentEvent = "agent-event"
  }

  public let kind: Kind
  public let instanceID: String
  public let json: JSON

  public init(kind: Kind, instanceID: String, json: JSON) {
    self.kind = kind
    self.instanceID = instanceID
    self.json = json
  }
}

/// Switch to keep, at least once: the keep stores it all in one transaction, and a batch that it has already it drops.
public struct TakeDeposits: LinkMessage {
  public static let name = "take-deposits"
  public static let layout = LinkLayout(TakeDeposits.init(batchID:deposits:entries:), \.batchID, \.deposits, \.entries)
  public typealias Reply = Done

  /// Unique for ever.
  public let batchID: String
  public let deposits: [Deposit]
  public let entries: [StreamEntry]

  public init(batchID: String, deposits: [Deposit], entries: [StreamEntry]) {
    self.batchID = batchID
    self.deposits = deposits
    self.entries = entries
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
