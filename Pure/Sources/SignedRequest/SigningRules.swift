/// How a service wants requests to be canonicalised. Services differ, and a request does not say which way it was done.
public struct SigningRules: Sendable, Hashable {
  public enum Path: Sendable, Hashable {
    /// Dot segments and empty segments are resolved first (RFC 3986 section 5.2.4).
    case normalized
    /// As `normalized`, and a path that this would change is refused: else a path altered on its way could keep its
    /// signature, yet be routed elsewhere.
    case normalizedAlready
    /// Every segment counts, as S3's keys need.
    case asReceived
  }

  public let path: Path
  /// Whether the received path, already percent-encoded, is encoded once more. All services do but S3.
  public let encodesPathTwice: Bool
  /// Whether the session token is part of what is signed. A few services take it added after signing.
  public let signsSessionToken: Bool
  /// Whether a presigned request without a body hash means UNSIGNED-PAYLOAD, as S3 has it, or the hash of its body.
  public let presignedPayloadIsUnsigned: Bool

  public init(path: Path, encodesPathTwice: Bool, signsSessionToken: Bool, presignedPayloadIsUnsigned: Bool) {
    self.path = path
    self.encodesPathTwice = encodesPathTwice
    self.signsSessionToken = signsSessionToken
    self.presignedPayloadIsUnsigned = presignedPayloadIsUnsigned
  }

  /// Every service but S3.
  public static let standard = SigningRules(
    path: .normalizedAlready, encodesPathTwice: true, signsSessionToken: true, presignedPayloadIsUnsigned: false)
  public static let s3 = SigningRules(
    path: .asReceived, encodesPathTwice: false, signsSessionToken: true, presignedPayloadIsUnsigned: true)
}
