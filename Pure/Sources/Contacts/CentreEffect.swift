public import ContactMetrics
public import FlowEngine
public import Vocabulary

/// What the host does after what has changed is stored.
public enum CentreEffect: Sendable, Hashable {
  /// Store the item with the contact's others, before it is acknowledged or shown.
  case append(TranscriptItem)
  /// Show it to who is connected; it does not last.
  case signal(TranscriptItem)
  /// The participant's connections end.
  case dismissParticipant(contactID: String, participantID: String)
  case invokeFunction(contactID: String, token: Int, FunctionRequest)
  case converse(contactID: String, token: Int, BotTurn)
  case encrypt(contactID: String, token: Int, keyID: String, publicKey: String, secret: String)
  case telephony(contactID: String, TelephonyCommand)
  case agentChanged(agentID: String)
  case contactEvent(ContactEvent)
  case agentEvent(AgentEvent)
  case log(contactID: String, initialContactID: String, FlowLogEntry)
  /// Something to count.
  case fact(MetricFact)
  /// For the ledger.
  case monitoringEnded(MonitoringEnd)
  /// The contact is over: this is its record, and its rows and key may go once it is deposited.
  case deposit(contactID: String, record: JSON)
}

/// What is asked of the Telephony port; it answers by `TelephonyEvent`s.
public enum TelephonyCommand: Sendable, Hashable {
  case answer
  case play(token: Int, [Presentation], to: Audience, isRepeated: Bool, TextToSpeech)
  case stopPlaying(to: Audience)
  case collect(token: Int, InputRequest, TextToSpeech)
  case callAgent(agentID: String)
  case join(agentID: String)
  case hold(Audience)
  case resume(Audience)
  case mute(agentID: String, isMuted: Bool)
  case sendDigits(String)
  case dialCustomer(token: Int, number: String, callerNumber: String?, timeLimitSeconds: Int)
  case dialThirdParty(token: Int, ThirdPartyRequest)
  case setRecording(JSON.Object)
  case setMediaStreaming(JSON)
  /// The contact begins with an agent as its caller, that of another contact; the customer stays with that one.
  case consult(with: String)
  /// The contact is a supervisor's, who hears what is said in another one's call, and is heard in it as the mode says.
  case monitor(contactID: String, mode: MonitorMode)
  /// The contact goes on under another id (a transfer): the customer's leg is there now.
  case rename(to: String)
  /// The customer goes on with the third party; nothing more is told of them.
  case release
  case dropAgent(agentID: String)
  /// What has become of the transfer that the agent's telephone asked for.
  case answerReferral(agentID: String, ReferralOutcome)
  case hangUp
}

/// What becomes of a transfer that a telephone asks for.
public enum ReferralOutcome: String, Sendable, Hashable, CaseIterable {
  /// The customer is with whom it was given to, or on the way there; the agent has left.
  case succeeded
  /// The agent does not talk with a customer in that call.
  case notPermitted
  /// Nothing that the agent may transfer to has that name or number.
  case notFound
  /// Another transfer of the same call is under way.
  case busy
  /// Whoever was called did not take the call, or a flow ended it.
  case notAnswered
}

/// What the Telephony port tells.
public enum TelephonyEvent: Sendable, Hashable {
  case played(token: Int)
  case playingFailed(token: Int)
  case digitsCollected(token: Int, digits: String)
  case inputTimedOut(token: Int)
  case customerHungUp
  /// On a telephone that can be answered by hand: the agent takes what it is offered.
  case agentAnswered(agentID: String)
  case agentHungUp(agentID: String)
  /// On a telephone that transfers (RFC 3515): the agent gives the customer away, to a number or to whom a name stands for.
  case agentReferred(agentID: String, to: String)
  case dialAnswered(token: Int)
  case dialFailed(token: Int)
  case dialTimedOut(token: Int)
  case thirdPartyHungUp(token: Int)
  case transportFailed
}

/// What happened to a contact, for Connect's contact event stream.
public struct ContactEvent: Sendable, Hashable {
  public let contactID: String
  public let initialContactID: String
  /// INITIATED, CONNECTED_TO_SYSTEM, QUEUED, CONNECTED_TO_AGENT, DISCONNECTED, COMPLETED, CONTACT_DATA_UPDATED, PAUSED ...
  public let type: String
  public let at: Moment
  /// The `detail` of the event as the text of Connect's JSON.
  public let detail: [UInt8]
}

/// What happened to an agent, for Connect's agent event stream.
public struct AgentEvent: Sendable, Hashable {
  public let agentID: String
  /// LOGIN, LOGOUT, STATE_CHANGE or HEART_BEAT.
  public let type: String
  public let at: Moment
  /// The text of Connect's JSON, in pieces: most of an event is what the one before it said of other contacts.
  public let pieces: [EventPiece]

  /// The whole text.
  public var text: [UInt8] { Array(pieces.map(\.bytes).joined()) }
}

/// Some text that several events have in common.
public struct EventPiece: Sendable, Hashable {
  /// Pieces of one core with the same number are the same.
  public let number: UInt64
  public let bytes: [UInt8]

  public static func == (left: EventPiece, right: EventPiece) -> Bool { left.number == right.number }
  public func hash(into hasher: inout Hasher) { hasher.combine(number) }
}
