import MessageFormat

/// Why a message was not opened. It holds nothing of the message's content or of a key.
public struct OpeningProblem: Error, Sendable, Hashable {
  public enum Code: String, Sendable, CaseIterable {
    /// The bytes cannot be a message.
    case malformed
    /// Another version, suite, kind of content or frame length.
    case unsupported
    /// A count or length over its bound.
    case tooLarge
    /// The message has no end, or is shorter than its header.
    case notWhole
    /// No data key in it is for this key, or this key did not unwrap it.
    case wrongKey
    /// The data key is not the one that the header commits to.
    case notCommitted
    /// The header or a frame was changed, or stands where another belongs.
    case notAuthentic
    /// It is authentic, and says of itself something else than was expected.
    case otherContext
    /// The range does not lie in the plaintext.
    case outOfRange
    /// The bytes could not be read.
    case unreadable
    /// What should have been an RSA private key is none, or is too small.
    case keyRefused
  }

  public let code: Code
  /// The number of the frame that it was about, from 1.
  public let frame: UInt32?

  public init(_ code: Code, frame: UInt32? = nil) {
    self.code = code
    self.frame = frame
  }

  init(_ problem: FormatProblem) {
    let code: Code =
      switch problem.code {
      case .truncated: .notWhole
      case .malformed: .malformed
      case .unsupported: .unsupported
      case .tooLarge: .tooLarge
      }
    self.init(code)
  }
}
