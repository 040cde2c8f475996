/// Why the centre refuses what it was asked. Nothing has changed then.
public struct CentreProblem: Error, Sendable, Hashable {
  public enum Code: String, Sendable {
    case contactNotFound
    case participantNotFound
    case agentNotFound
    case flowNotFound
    case queueNotFound
    case statusNotFound
    case quickConnectNotFound
    /// The contact or agent is not in a state for that.
    case wrongState
    case wrongChannel
    case notPermitted
    case invalid
    case tooMany
    case attributesTooLarge
  }

  public let code: Code
  /// Names what is wrong and what to do; no personal data.
  public let message: String

  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }
}
