/// Identifies a transaction of one table; never used again.
public struct TransactionID: Sendable, Hashable {
  public let number: UInt64
}

/// The timers of RFC 3261 section 17 and RFC 6026. C is a proxy's.
public enum TransactionTimer: Sendable, Hashable, CaseIterable {
  /// INVITE client: the request again; no answer; responses again.
  case a, b, d
  /// Other client: the request again; no answer; responses again.
  case e, f, k
  /// INVITE server: the response again; no ACK; ACKs again.
  case g, h, i
  /// Other server: requests again.
  case j
  /// After a 2xx to INVITE: requests again at the server, answers of other branches at the client (RFC 6026).
  case l, m
  /// INVITE server: 100 has to be sent by now (RFC 3261 section 17.2.1).
  case trying
}

/// RFC 3261 table 4, in milliseconds.
enum TransactionTime {
  static let t1 = 500
  static let t2 = 4_000
  static let t4 = 5_000
  static let timeout = 64 * t1
  static let d = 32_000
  static let trying = 200
}

/// What is to be done, in order.
public enum TransactionEffect: Sendable {
  public enum Ending: Sendable, Hashable {
    case completed
    /// No answer came, or no ACK for one.
    case timedOut
    case transportFailed
  }

  case send([UInt8], SIPFlow)
  case startTimer(TransactionID, TransactionTimer, milliseconds: Int)
  /// A request that is new. The transaction waits for `respond`.
  case requestReceived(TransactionID, SIPRequest, SIPFlow)
  /// A CANCEL, a transaction of its own, and the INVITE that it is for, if there is one (RFC 3261 section 9.2).
  case cancelReceived(TransactionID, SIPRequest, SIPFlow, of: TransactionID?)
  /// An ACK that is not of a transaction: for a 2xx.
  case acknowledgementReceived(SIPRequest, SIPFlow)
  case responseReceived(TransactionID, SIPResponse)
  /// The transaction is no more; nothing else comes of it.
  case ended(TransactionID, Ending)
  /// Not taken: answer it with that status, without a transaction.
  case refused(SIPRequest, SIPFlow, status: Int)
}
