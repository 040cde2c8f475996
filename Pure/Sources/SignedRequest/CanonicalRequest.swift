public import Vocabulary

/// The canonical request and the string to sign of SigV4, as bytes.
public enum CanonicalRequest {
  static let presignNames = [
    "X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Expires", "X-Amz-SignedHeaders", "X-Amz-Signature",
  ]

  /// The canonical request of a request that is still to be signed: no rule about which headers must be signed is applied.
  ///
  /// - Parameters:
  ///   - signedHeaders: Lower-case names in the order of their bytes.
  ///   - payload: What stands for the body: its SHA-256 in lower-case base 16, or one of the words of `x-amz-content-sha256`.
  ///   - leavingOut: Query parameters that are no part of what is signed.
  public static func bytes(
    of request: WireRequest, signedHeaders: [String], payload: String, leavingOut: [String], rules: SigningRules
  ) throws(SignedRequestProblem) -> [UInt8] {
    try bytes(
      of: request, query: QueryParameters(request.rawQuery), headers: CanonicalHeaders(request.headers),
      signedHeaders: signedHeaders, payload: payload, leavingOut: leavingOut, rules: rules)
  }

  static func bytes(
    of request: WireRequest, query: QueryParameters, headers: CanonicalHeaders, signedHeaders: [String], payload: String,
    leavingOut: [String], rules: SigningRules
  ) throws(SignedRequestProblem) -> [UInt8] {
    let method = request.method.utf8
    guard !method.isEmpty, method.count <= Bounds.methodBytesMax, method.allSatisfy(\.isToken) else {
      throw SignedRequestProblem(.malformedRequest, "The method is not a token.")
    }
    var canonical: [UInt8] = []
    canonical.reserveCapacity(1_024 + request.rawQuery.utf8.count)
    canonical += method
    canonical.append(0x0A)
    try CanonicalPath.write(request.rawPath, rules: rules, into: &canonical)
    canonical.append(0x0A)
    query.write(into: &canonical, leavingOut: leavingOut)
    canonical.append(0x0A)
    headers.write(signed: signedHeaders, into: &canonical)
    canonical.append(0x0A)
    canonical += payload.utf8
    return canonical
  }

  /// - Parameters:
  ///   - timestamp: `YYYYMMDDThhmmssZ`.
  ///   - hash: The SHA-256 of the canonical request.
  public static func stringToSign(timestamp: String, scope: String, hash: some Sequence<UInt8>) -> [UInt8] {
    var text = Array("AWS4-HMAC-SHA256\n".utf8)
    text.reserveCapacity(160)
    text += timestamp.utf8
    text.append(0x0A)
    text += scope.utf8
    text.append(0x0A)
    text.appendHex(hash)
    return text
  }

  /// What stays outside the signature of a request: hop-by-hop headers, and those that proxies and clients add or change.
  public static func isSignable(header name: String) -> Bool {
    switch name {
    case "authorization", "connection", "expect", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade", "user-agent",
      "x-amzn-trace-id":
      false
    default: true
    }
  }
}
