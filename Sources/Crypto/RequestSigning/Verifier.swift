internal import Crypto
public import SignedRequest
public import Vocabulary

/// Verifies the signatures of requests to services of one region.
///
/// In two steps, since the secret is looked up between them: `read` takes the request apart and checks all that needs no key;
/// `verify` proves the claim. An unknown access key and a wrong signature take the same work.
public struct Verifier: Sendable {
  private let region: String
  private let services: [String]
  private let rules: SigningRules
  private let payloads: PayloadPolicy
  private let skewSecondsMax: Int
  private let keys: SigningKeyCache

  /// - Parameters:
  ///   - services: The signing names that are taken, such as `connect`.
  ///   - skewSecondsMax: How far a request's time may lie from now, at most a day. AWS: a request must reach it within five
  ///     minutes of its time stamp (IAM User Guide, "Elements of an AWS API request signature"); S3 takes fifteen.
  public init(
    region: String, services: [String], rules: SigningRules, payloads: PayloadPolicy, skewSecondsMax: Int, keys: SigningKeyCache
  ) {
    precondition((0...86_400).contains(skewSecondsMax), "a skew is between nothing and a day")
    self.region = region
    self.services = services
    self.rules = rules
    self.payloads = payloads
    self.skewSecondsMax = skewSecondsMax
    self.keys = keys
  }

  /// Five minutes.
  public static let awsSkewSecondsMax = 300

  public func verify(
    _ request: WireRequest, at now: Moment, secret: (_ accessKeyID: String) -> SigningSecret?
  ) throws(SignatureProblem) -> VerifiedSignature {
    let claim = try read(request, at: now)
    return try verify(claim, secret: secret(claim.credential.accessKeyID))
  }

  /// What the request claims, and whether the claim is for here and now.
  public func read(_ request: WireRequest, at now: Moment) throws(SignatureProblem) -> SignatureClaim {
    let claim: SignatureClaim
    do { claim = try SignatureClaim(request, rules: rules) } catch { throw SignatureProblem(error) }
    guard claim.credential.region == region else {
      throw SignatureProblem(.wrongScope, "Credential should be scoped to a valid region, not '\(claim.credential.region)'.")
    }
    guard services.contains(claim.credential.service) else {
      let names = services.joined(separator: "', '")
      throw SignatureProblem(.wrongScope, "Credential should be scoped to correct service: '\(names)'.")
    }
    try checkTime(claim, now)
    return claim
  }

  /// Proves a claim.
  ///
  /// - Parameters:
  ///   - claim: From `read`: one that was not read by this verifier has not had its time and scope checked.
  ///   - secret: Of the claim's access key; nil when there is no such key, or it may not be used.
  public func verify(_ claim: SignatureClaim, secret: SigningSecret?) throws(SignatureProblem) -> VerifiedSignature {
    let text = try stringToSign(claim)
    let key = secret.map { keys.key($0, for: claim.credential) } ?? .ofNobody
    let isValid = key.isValid(claim.signature, of: text)
    guard secret != nil else { throw .unknownAccessKey }
    guard isValid else { throw .mismatch }
    return try withPayload(claim, key)
  }

  private func stringToSign(_ claim: SignatureClaim) throws(SignatureProblem) -> [UInt8] {
    let payload = try payloadText(claim)
    let canonical: [UInt8]
    do { canonical = try claim.canonicalRequest(payload: payload) } catch { throw SignatureProblem(error) }
    return CanonicalRequest.stringToSign(
      timestamp: claim.timestamp, scope: claim.credential.scope, hash: SHA256.hash(data: canonical))
  }

  private func checkTime(_ claim: SignatureClaim, _ now: Moment) throws(SignatureProblem) {
    let skew = Int64(skewSecondsMax)
    if claim.signedAt > now.adding(seconds: skew) {
      throw SignatureProblem(.notYetCurrent, Self.notYetCurrent(claim.timestamp, now, seconds: skew))
    }
    let life: Int64 = if case .query(let seconds) = claim.form { Int64(seconds) } else { skew }
    if claim.signedAt < now.adding(seconds: -life) {
      throw SignatureProblem(.expired, Self.expired(claim.timestamp, now, seconds: life))
    }
  }

  private static func expired(_ timestamp: String, _ now: Moment, seconds: Int64) -> String {
    let bound = now.adding(seconds: -seconds).basicISO8601
    return "Signature expired: \(timestamp) is now earlier than \(bound) (\(now.basicISO8601) - \(span(seconds)))"
  }

  private static func notYetCurrent(_ timestamp: String, _ now: Moment, seconds: Int64) -> String {
    let bound = now.adding(seconds: seconds).basicISO8601
    return "Signature not yet current: \(timestamp) is still later than \(bound) (\(now.basicISO8601) + \(span(seconds)))"
  }

  private static func span(_ seconds: Int64) -> String { seconds % 60 == 0 ? "\(seconds / 60) min." : "\(seconds) sec." }
}

extension Verifier {
  /// What stands for the body in the canonical request; a body that is not what it is declared to be is refused.
  private func payloadText(_ claim: SignatureClaim) throws(SignatureProblem) -> String {
    guard let word = claim.payload.word else {
      let hash = SHA256.hash(data: claim.request.body)
      if case .hash(let declared) = claim.payload, !hash.elementsEqual(declared) {
        throw SignatureProblem(
          .payloadMismatch, "The provided 'x-amz-content-sha256' header does not match what was computed.")
      }
      var text: [UInt8] = []
      text.reserveCapacity(64)
      text.appendHex(hash)
      return String(decoding: text, as: UTF8.self)
    }
    guard payloads.contains(Self.policy(of: claim.payload)) else {
      throw SignatureProblem(.payloadRefused, "This service does not take a payload of '\(word)'.")
    }
    return word
  }

  private static func policy(of payload: PayloadDeclaration) -> PayloadPolicy {
    switch payload {
    case .absent, .hash: []
    case .unsigned: .unsigned
    case .signedChunks: .signedChunks
    case .unsignedChunksWithTrailer: .unsignedChunks
    }
  }

  private func withPayload(_ claim: SignatureClaim, _ key: SigningKey) throws(SignatureProblem) -> VerifiedSignature {
    switch claim.payload {
    case .absent, .hash, .unsigned: return VerifiedSignature(claim, body: claim.request.body, trailers: [])
    case .signedChunks(let hasTrailer):
      guard hasTrailer != claim.trailerNames.isEmpty else {
        throw SignatureProblem(.payloadMismatch, "x-amz-trailer and x-amz-content-sha256 differ on whether a trailer follows.")
      }
      let payload = try chunks(claim, isSigned: true)
      try ChunkChain(claim, key).check(payload, of: claim.request.body)
      return decoded(claim, payload)
    case .unsignedChunksWithTrailer: return try decoded(claim, chunks(claim, isSigned: false))
    }
  }

  private func chunks(_ claim: SignatureClaim, isSigned: Bool) throws(SignatureProblem) -> ChunkedPayload {
    let payload: ChunkedPayload
    do {
      payload = try ChunkedPayload(claim.request.body, isSigned: isSigned, trailerNames: claim.trailerNames)
    } catch { throw SignatureProblem(error) }
    guard claim.decodedBytes == payload.decodedBytes else {
      throw SignatureProblem(.payloadMismatch, "x-amz-decoded-content-length is not the length of the payload.")
    }
    return payload
  }

  private func decoded(_ claim: SignatureClaim, _ payload: ChunkedPayload) -> VerifiedSignature {
    var body: [UInt8] = []
    body.reserveCapacity(payload.decodedBytes)
    for chunk in payload.chunks { body += claim.request.body[chunk.data] }
    return VerifiedSignature(claim, body: body, trailers: payload.trailers)
  }
}
