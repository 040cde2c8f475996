/// What a request says about its body: the value of `x-amz-content-sha256`.
public enum PayloadDeclaration: Sendable, Hashable {
  /// Nothing: the signature covers the SHA-256 of the body as it is.
  case absent
  /// The SHA-256 of the body.
  case hash([UInt8])
  /// `UNSIGNED-PAYLOAD`: the signature does not cover the body.
  case unsigned
  /// `STREAMING-AWS4-HMAC-SHA256-PAYLOAD`, with `-TRAILER` where headers follow the body: each chunk is signed.
  case signedChunks(hasTrailer: Bool)
  /// `STREAMING-UNSIGNED-PAYLOAD-TRAILER`.
  case unsignedChunksWithTrailer

  public init(_ value: String?) throws(SignedRequestProblem) {
    switch value {
    case nil: self = .absent
    case "UNSIGNED-PAYLOAD": self = .unsigned
    case "STREAMING-AWS4-HMAC-SHA256-PAYLOAD": self = .signedChunks(hasTrailer: false)
    case "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER": self = .signedChunks(hasTrailer: true)
    case "STREAMING-UNSIGNED-PAYLOAD-TRAILER": self = .unsignedChunksWithTrailer
    case let text?:
      guard text.utf8.count == 64, let hash = [UInt8](hex: text.utf8) else {
        throw SignedRequestProblem(
          .malformedRequest, "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, a STREAMING- value or a valid sha256 value.")
      }
      self = .hash(hash)
    }
  }

  /// The word that stands in the canonical request for the body; nil where it is the body's hash.
  public var word: String? {
    switch self {
    case .absent, .hash: nil
    case .unsigned: "UNSIGNED-PAYLOAD"
    case .signedChunks(let hasTrailer): "STREAMING-AWS4-HMAC-SHA256-PAYLOAD" + (hasTrailer ? "-TRAILER" : "")
    case .unsignedChunksWithTrailer: "STREAMING-UNSIGNED-PAYLOAD-TRAILER"
    }
  }
}
