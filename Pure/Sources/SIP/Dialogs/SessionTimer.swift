/// Session timers (RFC 4028): a call whose other end vanished is found out.
public struct SessionTimer: Sendable, Hashable {
  /// What falls to us, and after how many seconds.
  public enum Duty: Sendable, Hashable {
    case refresh(seconds: UInt32)
    /// The peer has to refresh; if it did not, the call ends.
    case end(seconds: UInt32)
  }

  public struct Settings: Sendable, Hashable {
    public let seconds: UInt32
    public let minimumSeconds: UInt32

    /// - Parameter minimumSeconds: 90 at least (RFC 4028 section 5).
    public init(seconds: UInt32, minimumSeconds: UInt32) {
      self.minimumSeconds = max(90, minimumSeconds)
      self.seconds = max(self.minimumSeconds, seconds)
    }

    public static let standard = Settings(seconds: 1_800, minimumSeconds: 90)
  }

  public let seconds: UInt32
  public let isRefresher: Bool

  public init(seconds: UInt32, isRefresher: Bool) {
    self.seconds = seconds
    self.isRefresher = isRefresher
  }

  /// Half of the interval for who refreshes; a third of it, 32 s at most, before its end for who waits (RFC 4028 section 10).
  public var duty: Duty {
    isRefresher ? .refresh(seconds: seconds / 2) : .end(seconds: seconds - min(32, seconds / 3))
  }

  public enum Negotiation: Sendable, Hashable {
    /// What the 2xx says, and what follows for us.
    case agreed(SessionTimer, answer: SessionExpires)
    /// 422 with this Min-SE.
    case tooSmall(minimumSeconds: UInt32)
  }

  /// A peer's INVITE or UPDATE (RFC 4028 section 9). One that does not speak of timers is refreshed by us.
  /// - Throws: `malformed`.
  public static func negotiate(_ request: SIPRequest, _ settings: Settings) throws(SIPProblem) -> Negotiation {
    let isKnown = request.message.list(of: .supported).contains { $0.isSame(ignoringCase: "timer") }
    let floor = max(try request.message.minimumSessionExpires() ?? 0, settings.minimumSeconds)
    guard let wanted = try request.message.sessionExpires() else {
      return agreed(max(settings.seconds, floor), weRefresh: true)
    }
    guard wanted.seconds >= settings.minimumSeconds else {
      // Who does not know timers cannot read a 422: a proxy put the header in, and a longer interval serves it.
      return isKnown ? .tooSmall(minimumSeconds: settings.minimumSeconds) : agreed(floor, weRefresh: true)
    }
    let seconds = min(wanted.seconds, max(settings.seconds, floor))
    return agreed(seconds, weRefresh: !isKnown || wanted.refresher == .uas)
  }

  private static func agreed(_ seconds: UInt32, weRefresh: Bool) -> Negotiation {
    .agreed(
      SessionTimer(seconds: seconds, isRefresher: weRefresh),
      answer: SessionExpires(seconds: seconds, refresher: weRefresh ? .uas : .uac))
  }

  /// The 2xx to our INVITE or UPDATE (RFC 4028 section 7.2). A peer that says nothing of timers is refreshed by us.
  /// - Throws: `malformed`.
  public init(answeredBy response: SIPResponse, asked seconds: UInt32) throws(SIPProblem) {
    let answer = try response.message.sessionExpires()
    // Below the minimum of the RFC it would be refreshed without end.
    self.seconds = max(90, answer?.seconds ?? seconds)
    isRefresher = answer?.refresher != .uas
  }

  /// The interval to ask for after a 422; nil where it says nothing greater (RFC 4028 section 7.3).
  public static func retry(after response: SIPResponse, asked seconds: UInt32) -> UInt32? {
    guard let minimum = try? response.message.minimumSessionExpires(), minimum > seconds, minimum <= 86_400 else { return nil }
    return minimum
  }
}
