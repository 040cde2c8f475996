public import Vocabulary

/// The conversation of a chat contact. Its items rest outside of the core; here is what decisions need.
public struct Chat: Sendable, Hashable, Codable {
  public internal(set) var participants: [Participant] = []
  /// The number of the last item of the whole conversation, its earlier contacts included.
  public internal(set) var lastSequence: Int64 = 0
  /// Content types beside text/plain that this chat may carry.
  public internal(set) var contentTypes: [String] = []
  /// The contact whose conversation this one takes up (persistent chat).
  public internal(set) var rehydratedFrom: String?
  public internal(set) var isRehydrationEntire = false
  /// ClientTokens of the last messages with what they made, so that a message sent twice stands once.
  var recent: [SentItem] = []
  var attachments: [Attachment] = []
  /// Whether a view was shown whose answer stays out of the transcript; a late one stays out too.
  var hidesViewAnswers = false
  /// The view that was shown last.
  var shownView: ShownView?

  /// How long participants may be silent; those of a role hold from when an agent joins.
  public internal(set) var timers: [ParticipantTimer] = []
  var runningTimers: [ParticipantTimer] = []

  public func participant(_ id: String) -> Participant? { participants.first { $0.id == id } }
  public var customer: Participant? { participants.first { $0.role == .customer } }
}

public struct Participant: Sendable, Hashable, Codable {
  public enum Role: String, Sendable, Hashable, Codable {
    case customer = "CUSTOMER"
    case agent = "AGENT"
    case system = "SYSTEM"
    case supervisor = "SUPERVISOR"
    case customBot = "CUSTOM_BOT"
  }
  public let id: String
  public let role: Role
  public let displayName: String
  /// For an agent: the user.
  public let agentID: String?
  public internal(set) var hasJoined = false
  public internal(set) var hasLeft = false
  public internal(set) var isIdle = false
}

/// A view as a flow has shown it.
public struct ShownView: Sendable, Hashable, Codable {
  /// What the customer's client asks for it by.
  public let token: String
  /// The token of the flow's question.
  let flowToken: Int
  /// Its id or ARN, with the version that the flow names.
  public let name: String
  public let data: JSON
}

struct SentItem: Sendable, Hashable, Codable {
  let participantID: String
  let clientToken: String
  let itemID: String
  let at: Moment
}

public struct Attachment: Sendable, Hashable, Codable {
  public let id: String
  public let participantID: String
  public let name: String
  public let contentType: String
  public let sizeBytes: Int
  public internal(set) var isApproved = false
}

/// One item of a transcript, in Connect's words.
public struct TranscriptItem: Sendable, Hashable, Codable {
  public enum Kind: String, Sendable, Hashable, Codable {
    case message = "MESSAGE"
    case event = "EVENT"
    case attachment = "ATTACHMENT"
    case typing = "TYPING"
    case participantJoined = "PARTICIPANT_JOINED"
    case participantLeft = "PARTICIPANT_LEFT"
    case chatEnded = "CHAT_ENDED"
    case transferSucceeded = "TRANSFER_SUCCEEDED"
    case transferFailed = "TRANSFER_FAILED"
    case messageReceipt = "MESSAGE_METADATA"
    case chatRehydrated = "CHAT_REHYDRATED"
  }
  public let id: String
  public let sequence: Int64
  public let contactID: String
  public let initialContactID: String
  public let at: Moment
  public let kind: Kind
  public let contentType: String
  public let content: String?
  public let participantID: String?
  public let displayName: String?
  public let role: Participant.Role?
  public let attachments: [Attachment]
  /// For a receipt: the message, and when it was delivered or read by whom.
  public let receipt: Receipt?
  /// For a view: which, and whether what it said is kept out of the transcript.
  public let relatedContactID: String?

  public struct Receipt: Sendable, Hashable, Codable {
    public let messageID: String
    public let recipientID: String
    public let deliveredAt: Moment?
    public let readAt: Moment?
  }

  /// Whether it stands in the transcript; the rest is shown to who is there and forgotten.
  public var isLasting: Bool { kind != .typing && kind != .messageReceipt }
}
