/// A problem as a wire names it: the error code, the HTTP status, the message.
public struct SignatureError: Sendable, Hashable {
  /// The protocols of AWS services, which name the same problem differently.
  public enum Wire: Sendable, Hashable, CaseIterable {
    /// Connect, and other services of protocol rest-json.
    case restJSON
    /// Protocols json-1.0 and json-1.1: KMS, CloudTrail.
    case json
    /// Protocol query: IAM, STS.
    case query
    /// S3.
    case restXML
  }

  public let code: String
  public let status: Int
  public let message: String
}

extension SignatureProblem {
  /// The names are those of the "Common errors" page of each service's API reference, and of S3's "Error responses".
  public func error(on wire: SignatureError.Wire) -> SignatureError {
    let (code, status) =
      switch wire {
      case .restJSON: (exceptionName, reason == .replayGuardFull ? 503 : 403)
      case .json: (exceptionName, reason == .replayGuardFull ? 503 : 400)
      case .query: (queryName, reason == .replayGuardFull ? 503 : 403)
      case .restXML: s3Name
      }
    return SignatureError(code: code, status: status, message: message)
  }

  private var exceptionName: String {
    switch reason {
    case .missing: "MissingAuthenticationTokenException"
    case .incomplete, .tooLarge: "IncompleteSignatureException"
    case .unknownAccessKey, .wrongSessionToken: "UnrecognizedClientException"
    case .sessionOver: "ExpiredTokenException"
    case .mismatch, .wrongScope, .unsignedHeader, .expired, .notYetCurrent, .payloadMismatch: "InvalidSignatureException"
    case .payloadRefused, .replayed: "AccessDeniedException"
    case .replayGuardFull: "ServiceUnavailableException"
    }
  }

  private var queryName: String {
    switch reason {
    case .missing: "MissingAuthenticationToken"
    case .incomplete, .tooLarge: "IncompleteSignature"
    case .unknownAccessKey, .wrongSessionToken: "InvalidClientTokenId"
    case .sessionOver: "ExpiredToken"
    case .mismatch, .wrongScope, .unsignedHeader, .expired, .notYetCurrent, .payloadMismatch: "SignatureDoesNotMatch"
    case .payloadRefused, .replayed: "AccessDenied"
    case .replayGuardFull: "ServiceUnavailable"
    }
  }

  private var s3Name: (String, Int) {
    switch reason {
    case .missing, .unsignedHeader, .payloadRefused, .replayed: ("AccessDenied", 403)
    case .incomplete, .tooLarge, .wrongScope: ("AuthorizationHeaderMalformed", 400)
    case .unknownAccessKey: ("InvalidAccessKeyId", 403)
    case .wrongSessionToken: ("InvalidToken", 400)
    case .sessionOver: ("ExpiredToken", 400)
    case .mismatch: ("SignatureDoesNotMatch", 403)
    case .expired, .notYetCurrent: ("RequestTimeTooSkewed", 403)
    case .payloadMismatch: ("XAmzContentSHA256Mismatch", 400)
    case .replayGuardFull: ("ServiceUnavailable", 503)
    }
  }
}
