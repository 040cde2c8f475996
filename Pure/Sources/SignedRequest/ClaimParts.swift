import Vocabulary

/// A signature's fields, from whichever of the two places a request carries them in.
struct ClaimParts {
  let form: SignatureClaim.Form
  let credential: Credential
  let signedHeaders: [String]
  let signature: [UInt8]
  let date: SigningDate
  let sessionToken: String?

  init(query: QueryParameters, headers: CanonicalHeaders) throws(SignedRequestProblem) {
    let authorization = try headers.single("authorization")
    let isPresigned = CanonicalRequest.presignNames.contains { $0 != "X-Amz-Date" && query.has($0) }
    switch (authorization, isPresigned) {
    case (nil, false): throw SignedRequestProblem(.noSignature, "Missing Authentication Token")
    case (_?, true):
      throw SignedRequestProblem(
        .incompleteSignature, "A request takes one signature: in the Authorization header or in the query.")
    case (let value?, false): try self.init(AuthorizationHeader(value), headers: headers)
    case (nil, true): try self.init(presigned: query, headers: headers)
    }
  }

  private init(_ authorization: AuthorizationHeader, headers: CanonicalHeaders) throws(SignedRequestProblem) {
    form = .header
    credential = authorization.credential
    signedHeaders = authorization.signedHeaders
    signature = authorization.signature
    date = try SigningDate(headers: headers)
    sessionToken = try headers.single("x-amz-security-token")
  }

  private init(presigned query: QueryParameters, headers: CanonicalHeaders) throws(SignedRequestProblem) {
    var values: [String] = []
    for name in CanonicalRequest.presignNames {
      guard let value = try query.single(name) else {
        throw SignedRequestProblem(.incompleteSignature, "AWS query-string parameters must include '\(name)'.")
      }
      values.append(value)
    }
    guard values[0] == AuthorizationHeader.algorithm else {
      throw SignedRequestProblem(.incompleteSignature, "X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256\".")
    }
    credential = try Credential(values[1])
    date = try SigningDate(isoBasic: values[2], from: "X-Amz-Date")
    form = .query(expiresSeconds: try Self.expiresSeconds(values[3]))
    signedHeaders = try AuthorizationHeader.signedHeaders(values[4])
    signature = try AuthorizationHeader.signature(values[5])
    sessionToken = try Self.sessionToken(query, headers)
  }

  private static func expiresSeconds(_ text: String) throws(SignedRequestProblem) -> Int {
    guard (1...9).contains(text.utf8.count), text.utf8.allSatisfy(\.isDigit), let seconds = Int(text) else {
      throw SignedRequestProblem(.incompleteSignature, "X-Amz-Expires should be a number.")
    }
    guard (1...SignatureClaim.expiresSecondsMax).contains(seconds) else {
      throw SignedRequestProblem(
        .incompleteSignature, "X-Amz-Expires must be at least 1 and at most \(SignatureClaim.expiresSecondsMax) seconds, a week.")
    }
    return seconds
  }

  private static func sessionToken(
    _ query: QueryParameters, _ headers: CanonicalHeaders
  ) throws(SignedRequestProblem) -> String? {
    let inQuery = try query.single("X-Amz-Security-Token")
    let inHeader = try headers.single("x-amz-security-token")
    guard inQuery == nil || inHeader == nil else {
      throw SignedRequestProblem(.incompleteSignature, "The session token is given twice: in the query and in a header.")
    }
    return inQuery ?? inHeader
  }
}
