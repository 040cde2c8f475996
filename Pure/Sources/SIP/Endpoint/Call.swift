/// A call as the endpoint knows it.
struct Call: Sendable {
  enum Phase: Sendable, Hashable {
    /// Our INVITE has no final answer.
    case outgoing
    /// The peer's INVITE has none.
    case incoming
    /// Our 200 is not acknowledged.
    case answered
    case established
    /// Ours to end as soon as that may be: a CANCEL that waits for a provisional response, a BYE that waits for an ACK.
    case releasing
  }

  /// A 2xx of ours that is sent until its ACK comes (RFC 3261 section 13.3.1.4).
  struct Answer: Sendable {
    let transaction: TransactionID
    let octets: [UInt8]
    let number: UInt32
    var interval = TransactionTime.t1
    var elapsed = 0
  }

  /// A peer's request that the application has to answer.
  struct Pending: Sendable {
    let transaction: TransactionID
    let request: SIPRequest
    let flow: SIPFlow
  }

  /// A peer's REFER, until nobody waits for a word about it any more.
  struct Transfer: Sendable {
    /// Its place among those of the call: a timer of an earlier one means nothing.
    let number: Int
    let request: Pending
    /// Whether the peer is told by NOTIFY what becomes of it (RFC 4488).
    var isWatched: Bool
    /// Whether it was answered by 202.
    var isAccepted = false
    /// Whether the last word about it was said, or stands in `next`.
    var isOver = false
    /// The NOTIFY that the peer has not answered; what comes after it waits in `next`, so that nothing overtakes.
    var notify: TransactionID?
    var next: TransferWord?
  }

  /// What a NOTIFY says: a status, and whether it is the last.
  struct TransferWord: Sendable, Hashable {
    let status: Int
    let isLast: Bool
  }

  let id: SIPCallID
  let key: CallKey
  let localTag: String
  var phase: Phase
  var flow: SIPFlow
  /// What the caller takes for its own address, where its INVITE came from another: it is behind a NAT.
  var hiddenHost: String?
  var dialog: Dialog?
  var session = OfferAnswer()
  var wasAgreed = false
  /// The INVITE, or the later offer, that waits for us.
  var pending: Pending?
  var transfer: Transfer?
  /// Of this call, so far.
  var transfers = 0
  /// Our INVITE or re-INVITE that waits for the peer.
  var invite: TransactionID?
  var order: CallOrder?
  var nextFlow = 0
  var inviteNumber: UInt32 = 1
  var hasProvisional = false
  var answer: Answer?
  /// The last ACK for a 2xx, for one that comes again, and the tag of the dialog that it is of.
  var acknowledgement: (octets: [UInt8], tag: [UInt8])?
  var timer: SessionTimer?
  var timerAnswer: SessionExpires?
  var intervalAsked: UInt32
  /// Of attempts, and of the session's intervals: a timer of an older one means nothing.
  var generation = 0
  var sessionGeneration = 0
  var hasTriedCredentials = false
  /// Whether the peer takes UPDATE, by which a session is refreshed without describing it again.
  var allowsUpdate = false

  init(id: SIPCallID, key: CallKey, localTag: String, phase: Phase, flow: SIPFlow, intervalAsked: UInt32) {
    self.id = id
    self.key = key
    self.localTag = localTag
    self.phase = phase
    self.flow = flow
    self.intervalAsked = intervalAsked
  }
}

/// Finds a call by what all its dialogs have alike: Call-ID and our tag.
struct CallKey: Sendable, Hashable {
  let callID: [UInt8]
  private let localTag: [UInt8]

  init(callID: some Collection<UInt8>, localTag: some Collection<UInt8>) {
    self.callID = Array(callID)
    self.localTag = Array(localTag)
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(octets: callID)
    hasher.combine(octets: localTag)
  }
}

/// What a request of ours was for.
enum Purpose: Sendable {
  case invite(SIPCallID)
  case reinvite(SIPCallID, number: UInt32, isRefresh: Bool)
  case refer(SIPCallID)
  case notify(SIPCallID)
  case probe(trunk: String, target: Int)
  case register(trunk: String, generation: Int)
  /// An INVITE whose call went on to another target, or ended.
  case abandoned(isCancelled: Bool)
  /// BYE, CANCEL, INFO: whatever the answer.
  case nothing
}
