public import Vocabulary

/// What a request says about its signature. Until a key has proven it, none of it is true.
public struct SignatureClaim: Sendable {
  public enum Form: Sendable, Hashable {
    /// In the `Authorization` header.
    case header
    /// In the query, presigned; good from its time on for so many seconds.
    case query(expiresSeconds: Int)
  }

  public let form: Form
  public let credential: Credential
  public let signedHeaders: [String]
  /// 32 bytes.
  public let signature: [UInt8]
  public let signedAt: Moment
  /// `YYYYMMDDThhmmssZ`.
  public let timestamp: String
  public let sessionToken: String?
  public let payload: PayloadDeclaration
  /// `x-amz-decoded-content-length`: the bytes of a chunked body without its framing.
  public let decodedBytes: Int?
  /// The names in `x-amz-trailer`, lower case.
  public let trailerNames: [String]

  public let request: WireRequest
  private let rules: SigningRules
  private let query: QueryParameters
  private let headers: CanonicalHeaders

  /// A week, the longest that a presigned request may live (AWS: 604800 seconds).
  public static let expiresSecondsMax = 604_800

  public init(_ request: WireRequest, rules: SigningRules) throws(SignedRequestProblem) {
    self.request = request
    self.rules = rules
    query = try QueryParameters(request.rawQuery)
    headers = try CanonicalHeaders(request.headers)
    let parts = try ClaimParts(query: query, headers: headers)
    form = parts.form
    credential = parts.credential
    signedHeaders = parts.signedHeaders
    signature = parts.signature
    signedAt = parts.date.moment
    timestamp = parts.date.timestamp
    sessionToken = parts.sessionToken
    try parts.date.check(day: credential.day)
    try headers.check(signed: signedHeaders, unlessTokenIsOutside: !rules.signsSessionToken)
    payload = try Self.payload(headers, form: form, rules: rules)
    decodedBytes = try Self.decodedBytes(headers)
    trailerNames = try Self.trailerNames(headers)
  }

  /// The canonical request (SigV4), with `payload` standing for the body: its hash in base 16, or a declaration's word.
  public func canonicalRequest(payload: String) throws(SignedRequestProblem) -> [UInt8] {
    try CanonicalRequest.bytes(
      of: request, query: query, headers: headers, signedHeaders: signedHeaders, payload: payload, leavingOut: leavingOut,
      rules: rules)
  }

  private var leavingOut: [String] {
    if form == .header { return [] }
    return rules.signsSessionToken ? ["X-Amz-Signature"] : ["X-Amz-Signature", "X-Amz-Security-Token"]
  }

  private static func payload(
    _ headers: CanonicalHeaders, form: Form, rules: SigningRules
  ) throws(SignedRequestProblem) -> PayloadDeclaration {
    let declared = try PayloadDeclaration(headers.single("x-amz-content-sha256"))
    return declared == .absent && form != .header && rules.presignedPayloadIsUnsigned ? .unsigned : declared
  }

  private static func decodedBytes(_ headers: CanonicalHeaders) throws(SignedRequestProblem) -> Int? {
    guard let text = try headers.single("x-amz-decoded-content-length") else { return nil }
    guard (1...18).contains(text.utf8.count), text.utf8.allSatisfy(\.isDigit), let count = Int(text) else {
      throw SignedRequestProblem(.malformedRequest, "x-amz-decoded-content-length is not a number of bytes.")
    }
    return count
  }

  private static func trailerNames(_ headers: CanonicalHeaders) throws(SignedRequestProblem) -> [String] {
    guard let text = try headers.single("x-amz-trailer") else { return [] }
    let names = text.split(separator: ",", maxSplits: Bounds.trailersMax, omittingEmptySubsequences: false).map { name in
      String(decoding: name.utf8.filter { !$0.isSpace }, as: UTF8.self).lowercased()
    }
    guard names.count <= Bounds.trailersMax, names.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(\.isToken) }) else {
      throw SignedRequestProblem(.malformedRequest, "x-amz-trailer is not a list of header names.")
    }
    return names
  }
}
