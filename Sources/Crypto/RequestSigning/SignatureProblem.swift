internal import SignedRequest

/// Why a request is not taken as signed. The message is AWS's where AWS has one, and repeats nothing secret.
public struct SignatureProblem: Error, Sendable, Hashable, CustomStringConvertible {
  public enum Reason: String, Sendable, Hashable, CaseIterable {
    case missing
    case incomplete
    case unknownAccessKey
    /// The session token is missing, or is not that of the access key.
    case wrongSessionToken
    /// The session that the token stands for is over: its time has come, or it was revoked.
    case sessionOver
    case mismatch
    case wrongScope
    case unsignedHeader
    case expired
    case notYetCurrent
    /// The body is not the one that was signed.
    case payloadMismatch
    /// The body is signed in a way that the service does not take, or not at all.
    case payloadRefused
    case tooLarge
    /// A presigned request that may be used once was used before.
    case replayed
    /// No further presigned request can be remembered: refused, since a replay could no longer be seen.
    case replayGuardFull
  }

  public let reason: Reason
  public let message: String

  public init(_ reason: Reason, _ message: String) {
    self.reason = reason
    self.message = message
  }

  init(_ problem: SignedRequestProblem) {
    let reason: Reason =
      switch problem.code {
      case .noSignature: .missing
      case .incompleteSignature: .incomplete
      case .wrongScope: .wrongScope
      case .unsignedHeader: .unsignedHeader
      case .impossibleSignature, .malformedRequest: .mismatch
      case .malformedPayload: .payloadMismatch
      case .tooLarge: .tooLarge
      }
    self.init(reason, problem.code == .impossibleSignature ? Self.mismatch.message : problem.message)
  }

  public var description: String { "\(reason.rawValue): \(message)" }

  static let mismatch = SignatureProblem(
    .mismatch,
    """
    The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing \
    method. Consult the service documentation for details.
    """)
  static let unknownAccessKey = SignatureProblem(
    .unknownAccessKey, "The security token included in the request is invalid.")
  package static let wrongSessionToken = SignatureProblem(
    .wrongSessionToken, "The security token included in the request is invalid.")
  package static let sessionOver = SignatureProblem(
    .sessionOver, "The security token included in the request is expired.")
}
