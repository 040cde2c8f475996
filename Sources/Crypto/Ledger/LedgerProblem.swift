/// Why something about a ledger cannot be done, or is not believed.
public struct LedgerProblem: Error, Sendable, Hashable, CustomStringConvertible {
  public enum Code: String, Sendable, Hashable, CaseIterable {
    /// Stored tiles lack a hash that must be there, or have one too many.
    case treeIncomplete
    /// There is no such leaf, or no such older tree.
    case outOfRange
    /// A key's id is not that of the key.
    case badKey
    /// The note bears no signature of that key.
    case notSigned
    /// The note bears a signature in the key's name that the key did not make.
    case badSignature
    /// The checkpoint is of another ledger.
    case otherOrigin
  }

  public let code: Code
  public let message: String

  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  public var description: String { message }
}
