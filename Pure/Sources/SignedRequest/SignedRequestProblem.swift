/// Why a request cannot be read as a signed one. The message may be shown to whoever sent it: it repeats nothing secret.
public struct SignedRequestProblem: Error, Sendable, Hashable, CustomStringConvertible {
  public enum Code: String, Sendable, Hashable, CaseIterable {
    /// It carries no signature at all.
    case noSignature
    /// It carries part of one, two at once, or one that is not of the form that SigV4 states.
    case incompleteSignature
    /// The credential scope is not one that could have been signed for this time.
    case wrongScope
    /// A header that must be signed is not, or one that was signed is not there.
    case unsignedHeader
    /// The signature is of the right kind, but its text can be no HMAC-SHA256.
    case impossibleSignature
    /// Path, query or header text has no canonical form.
    case malformedRequest
    /// The chunks of the payload do not follow each other as they should.
    case malformedPayload
    case tooLarge
  }

  public let code: Code
  public let message: String

  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  public var description: String { "\(code.rawValue): \(message)" }
}
