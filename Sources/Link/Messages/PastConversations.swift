public import Vocabulary

/// Switch to keep: the transcript items of contacts that are over, in order, for an open contact that goes on with their
/// conversation.
public struct ReadTranscript: LinkMessage {
  public static let name = "read-transcript"
  public static let layout = LinkLayout(ReadTranscript.init(reader:), \.reader)
  public typealias Reply = [JSON]

  /// The key of the open contact.
  public let reader: String

  public init(reader: String) { self.reader = reader }
}

/// Switch to keep: the bytes of an attachment of a contact that is over, for an open contact that goes on with its conversation;
/// nil for one that is not there.
public struct ReadAttachment: LinkMessage {
  public static let name = "read-attachment"
  public static let layout = LinkLayout(ReadAttachment.init(reader:attachmentID:), \.reader, \.attachmentID)
  public typealias Reply = [UInt8]?

  /// The key of the open contact.
  public let reader: String
  public let attachmentID: String

  public init(reader: String, attachmentID: String) {
    self.reader = reader
    self.attachmentID = attachmentID
  }
}

/// Switch to keep, with the request of somebody who may say so: an open contact goes on with the conversation of one that is
/// over.
public struct GrantPast: LinkMessage {
  public static let name = "grant-past"
  public static let layout = LinkLayout(GrantPast.init(carried:reader:), \.carried, \.reader)
  /// nil when it is granted.
  public typealias Reply = Refusal?

  /// A StartChatContact or CreatePersistentContactAssociation: it says which past.
  public let carried: CarriedRequest
  /// The key of the open contact.
  public let reader: String

  public init(carried: CarriedRequest, reader: String) {
    self.carried = carried
    self.reader = reader
  }
}

/// Switch to keep, with the request of who searches: the records of contacts that are over and match.
public struct SearchContactRecords: LinkMessage {
  public static let name = "search-contact-records"
  public static let layout = LinkLayout(SearchContactRecords.init(carried:), \.carried)

  public enum Reply {
    case found([JSON])
    case refused(Refusal)
  }

  /// A SearchContacts.
  public let carried: CarriedRequest

  public init(carried: CarriedRequest) { self.carried = carried }
}

extension SearchContactRecords.Reply: LinkCodable {
  public func write(into writer: inout LinkWriter) {
    switch self {
    case .found(let records):
      writer.write(byte: 0)
      records.write(into: &writer)
    case .refused(let refusal):
      writer.write(byte: 1)
      refusal.write(into: &writer)
    }
  }

  public init(from reader: inout LinkReader) throws(LinkProblem) {
    switch try reader.readByte() {
    case 0: self = .found(try [JSON](from: &reader))
    case 1: self = .refused(try Refusal(from: &reader))
    default: throw .malformed("an outcome is unknown")
    }
  }
}
