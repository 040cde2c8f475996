/// What is done with the calls of some callers.
public struct CallerRule: Hashable, Sendable {
  /// Whose calls are meant.
  public enum Subject: Hashable, Sendable {
    /// One number, in E.164.
    case exact(String)
    /// Numbers that begin so, the plus sign with them.
    case prefix(String)
    /// ISO 3166-1 alpha-2.
    case country(String)
    /// The number is not told.
    case withheld
    /// What is told is no number that anybody may have.
    case invalid
    /// More calls of one number than these within the time; calls that tell none count as one caller's.
    case rate(callsMax: Int, seconds: Int)
  }

  public enum Verdict: Hashable, Sendable {
    case allow
    /// With this SIP status: 603 (RFC 3261), 607 (RFC 8197) or 608 (RFC 8688).
    case reject(status: Int)
    /// The flow takes the call in the place of the number's own, in the instance that it is of; voicemail is such a flow.
    case flow(instanceID: String, contactFlowID: String)
    /// The call goes on, and its contact is marked.
    case tag(String)
  }

  public let id: String
  public let subject: Subject
  public let verdict: Verdict

  public init(id: String, subject: Subject, verdict: Verdict) {
    self.id = id
    self.subject = subject
    self.verdict = verdict
  }

  /// The statuses that refuse a caller: declined, unwanted, rejected.
  public static let statuses = [603, 607, 608]
}

/// What becomes of one call.
public struct CallerDecision: Hashable, Sendable {
  /// `allow`, `reject` or `flow`.
  public let verdict: CallerRule.Verdict
  /// In the order of the alphabet, each once.
  public let tags: [String]
  /// The rules that the call met and that had their effect, by id.
  public let hits: [String]
}
