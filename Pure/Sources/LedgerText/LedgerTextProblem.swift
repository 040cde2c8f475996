/// Why bytes are not the text that they should be. The message repeats nothing of them.
public struct LedgerTextProblem: Error, Sendable, Hashable, CustomStringConvertible {
  public enum Code: String, Sendable, Hashable, CaseIterable {
    case tooLarge
    case notANote
    case notACheckpoint
    case notAVerifierKey
    case notAProof
  }

  public let code: Code
  public let message: String

  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  public var description: String { message }
}

/// What a reader accepts at most; beyond it a text is refused, never cut.
public enum LedgerBounds {
  /// Room for sixteen signatures of any kind that is in use, which C2SP signed-note demands of a reader.
  public static let noteBytesMax = 128 << 10
  public static let signaturesMax = 32
  public static let keyNameBytesMax = 256
  public static let verifierKeyBytesMax = 512
  /// The path of a leaf in a tree of 2^63 leaves.
  public static let proofHashesMax = 63
  /// A proof is a note with at most `proofHashesMax` hashes and some more lines before it.
  public static let proofBytesMax = noteBytesMax + (8 << 10)
}
