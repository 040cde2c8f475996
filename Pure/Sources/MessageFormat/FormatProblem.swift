/// Why something is not a message that this house writes or reads. It holds none of the bytes.
public struct FormatProblem: Error, Sendable, Hashable {
  public enum Code: Sendable {
    /// The bytes end before the member does.
    case truncated
    /// The bytes cannot be a message.
    case malformed
    /// A version, suite, content type or frame length that is not ours; above all a suite without key commitment.
    case unsupported
    /// A count or length over its bound.
    case tooLarge
  }

  public let code: Code
  /// The member, the bound.
  public let message: String

  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }
}
