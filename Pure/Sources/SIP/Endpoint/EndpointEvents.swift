/// A call of one endpoint; never used again.
public struct SIPCallID: Sendable, Hashable {
  public let number: UInt64
  public init(number: UInt64) { self.number = number }
}

/// What happened outside.
public enum EndpointEvent: Sendable {
  /// A datagram.
  case received([UInt8], SIPFlow)
  /// A message that `StreamFramer` cut out.
  case receivedMessage(ReceivedMessage, SIPFlow)
  case timerFired(EndpointTimer)
  /// A connection is gone, or nothing can be sent there.
  case flowEnded(SIPFlow)
  /// A user's secret, by the user part of the address; nil takes it away.
  case accountChanged(user: String, DigestSecret?)
  case trunkChanged(name: String, Trunk?)
}

/// What the host does.
public enum EndpointEffect: Sendable {
  case send([UInt8], SIPFlow)
  case startTimer(EndpointTimer, milliseconds: Int)
  case tell(SIPCallID, CallNotice)
  /// Whether an address-of-record can be reached has changed.
  case registrationChanged(address: [UInt8], isReachable: Bool)
  case trunkTargetChanged(trunk: String, target: SIPFlow, isUp: Bool)
  case trunkRegistrationChanged(trunk: String, isRegistered: Bool)
  case guessed(PasswordGuesses)
}

/// Somebody answered challenges wrongly until their host is not heard for a while.
public struct PasswordGuesses: Sendable {
  public let host: String
  /// The telephone whose password was guessed last; nil where there is none of that name.
  public let user: String?
  /// So far, since the host was last right.
  public let wrong: Int
  public let silentSeconds: Int64
  /// Others of whom nothing was told, since there were too many in a minute.
  public let unreported: Int
}

public enum EndpointTimer: Sendable, Hashable {
  public enum Call: Sendable, Hashable {
    /// The 2xx again, until it is acknowledged.
    case answerAgain
    /// Nothing came from a target: the next.
    case attempt
    /// The session is refreshed, or over.
    case session
    /// A peer's REFER has come to nothing in its time.
    case transfer
    /// What the peer is told of its REFER stays without an answer, and the call is to end.
    case farewell
  }

  case transaction(TransactionID, TransactionTimer)
  case call(SIPCallID, Call, generation: Int)
  case probe(trunk: String, generation: Int)
  case register(trunk: String, generation: Int)
  case registrations
}

/// What the application wants of a call.
public enum CallCommand: Sendable {
  /// 180.
  case ring
  /// 183 with a description.
  case progress([UInt8])
  /// 200 to the INVITE, with a description.
  case answer([UInt8])
  case refuse(status: Int)
  case hangUp
  /// A re-INVITE with an offer: hold, resume, other media.
  case offer([UInt8])
  /// The answer to a peer's later offer, or the offer that it asked for.
  case answerOffer([UInt8])
  case refuseOffer
  /// REFER: the peer is to call another; with the dialog that it replaces there.
  case transfer(to: SIPURI, replacing: DialogID?)
  /// What became of a transfer that the peer asked for: 202 and NOTIFYs; final from 200 on.
  case transferProgressed(status: Int)
  case refuseTransfer(status: Int)
  case sendInfo(type: String, [UInt8])
}

/// What the application is told of a call.
public enum CallNotice: Sendable {
  case incoming(IncomingCall)
  /// 180, 183 and their like; a description makes early media.
  case progressed(status: Int, description: [UInt8])
  /// The peer's description: the answer, or for an INVITE without an offer the offer, which `answerOffer` answers.
  case answered(description: [UInt8])
  /// The peer acknowledged our 200; a description answers an offer that was in it.
  case acknowledged(description: [UInt8])
  /// A later offer; empty where the peer asks for one.
  case offered(description: [UInt8])
  case offerAnswered(description: [UInt8])
  case offerRefused(status: Int)
  /// The peer takes no UPDATE: an `offer` of what is agreed refreshes the session.
  case refreshDue
  /// - Parameter flow: where it came from, which need not be where the call goes.
  case transferRequested(Referral, flow: SIPFlow)
  case transferProgressed(status: Int)
  case infoReceived(type: [UInt8], [UInt8])
  /// The call is over; nothing more is told of it.
  case ended(CallEnding)
}

public struct IncomingCall: Sendable {
  public let request: SIPRequest
  public let flow: SIPFlow
  /// The user who proved to be who it is; nil for a trunk's call.
  public let account: [UInt8]?
  /// The call that it takes the place of (RFC 3891).
  public let replaces: SIPCallID?
}

public enum CallEnding: Sendable, Hashable {
  /// By the application.
  case released
  case hungUp
  /// Before it was answered.
  case cancelled
  case refused(status: Int)
  case timedOut
  case transportFailed
  /// The 200 was never acknowledged.
  case notAcknowledged
  /// Nobody refreshed the session (RFC 4028).
  case sessionExpired
}
