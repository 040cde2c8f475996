public import SignedRequest
public import Vocabulary

/// A signature that the key of its access key made, over the request that came. Only a `Verifier` makes one.
///
/// A session token is what the request carried: whether it goes with the access key, the holder of the keys decides.
public struct VerifiedSignature: Sendable {
  public let credential: Credential
  public let sessionToken: String?
  public let form: SignatureClaim.Form
  public let signedAt: Moment
  /// 32 bytes.
  public let signature: [UInt8]
  /// The body without the framing of chunks.
  public let body: [UInt8]
  /// Headers that followed a chunked body. Signed unless the payload was `STREAMING-UNSIGNED-PAYLOAD-TRAILER`; a checksum
  /// among them is not compared here.
  public let trailers: [WireRequest.Header]

  init(_ claim: SignatureClaim, body: [UInt8], trailers: [WireRequest.Header]) {
    credential = claim.credential
    sessionToken = claim.sessionToken
    form = claim.form
    signedAt = claim.signedAt
    signature = claim.signature
    self.body = body
    self.trailers = trailers
  }

  public var accessKeyID: String { credential.accessKeyID }

  /// When a presigned request ends; nil for one signed in its header.
  public var expiresAt: Moment? {
    if case .query(let seconds) = form { signedAt.adding(seconds: Int64(seconds)) } else { nil }
  }
}
