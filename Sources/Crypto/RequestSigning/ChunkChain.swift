internal import Crypto
internal import SignedRequest

/// The signatures of a chunked payload: each covers the one before it, the first that of the request's headers (Amazon S3 API
/// Reference, "Transferring payload in multiple chunks").
struct ChunkChain {
  private let key: SigningKey
  private let timestamp: String
  private let scope: String
  private(set) var previous: [UInt8]

  init(_ claim: SignatureClaim, _ key: SigningKey) {
    self.init(key: key, timestamp: claim.timestamp, scope: claim.credential.scope, seed: claim.signature)
  }

  init(key: SigningKey, timestamp: String, scope: String, seed: [UInt8]) {
    self.key = key
    self.timestamp = timestamp
    self.scope = scope
    previous = seed
  }

  func check(_ payload: ChunkedPayload, of body: [UInt8]) throws(SignatureProblem) {
    var chain = self
    for chunk in payload.chunks {
      try chain.advance(to: chunk.signature, covering: chain.text(chunk: body[chunk.data]))
    }
    if !payload.trailers.isEmpty {
      try chain.advance(to: payload.trailerSignature, covering: chain.text(trailers: payload.canonicalTrailers))
    }
  }

  private mutating func advance(to signature: [UInt8]?, covering text: [UInt8]) throws(SignatureProblem) {
    guard let signature, key.isValid(signature, of: text) else { throw .mismatch }
    previous = signature
  }

  mutating func sign(chunk: ArraySlice<UInt8>) -> [UInt8] {
    previous = key.signature(of: text(chunk: chunk))
    return previous
  }

  mutating func sign(trailers: [UInt8]) -> [UInt8] {
    previous = key.signature(of: text(trailers: trailers))
    return previous
  }

  private func text(chunk: ArraySlice<UInt8>) -> [UInt8] {
    var text = head("AWS4-HMAC-SHA256-PAYLOAD")
    text.appendHex(SHA256.hash(data: [UInt8]()))
    text.append(UInt8(ascii: "\n"))
    text.appendHex(SHA256.hash(data: chunk))
    return text
  }

  private func text(trailers: [UInt8]) -> [UInt8] {
    var text = head("AWS4-HMAC-SHA256-TRAILER")
    text.appendHex(SHA256.hash(data: trailers))
    return text
  }

  private func head(_ algorithm: String) -> [UInt8] {
    var text = Array("\(algorithm)\n\(timestamp)\n\(scope)\n".utf8)
    text.appendHex(previous)
    text.append(UInt8(ascii: "\n"))
    return text
  }
}
