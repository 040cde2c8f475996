internal import Crypto
public import SignedRequest
public import Vocabulary

/// Signs requests with AWS Signature Version 4: in the header, presigned, and in chunks.
public struct Signer: Sendable {
  /// What the header `x-amz-content-sha256` is to say.
  public enum Payload: Sendable, Hashable {
    /// No such header; the signature covers the body's hash all the same.
    case implied
    /// The body's hash.
    case stated
    /// `UNSIGNED-PAYLOAD`.
    case unsigned
    /// `STREAMING-UNSIGNED-PAYLOAD-TRAILER`; the body is framed already.
    case unsignedChunks
  }

  private let accessKeyID: String
  private let secret: SigningSecret
  private let sessionToken: String?
  private let region: String
  private let service: String
  private let rules: SigningRules

  public init(
    accessKeyID: String, secret: SigningSecret, sessionToken: String?, region: String, service: String, rules: SigningRules
  ) {
    self.accessKeyID = accessKeyID
    self.secret = secret
    self.sessionToken = sessionToken
    self.region = region
    self.service = service
    self.rules = rules
  }

  /// The request with `x-amz-date`, `authorization` and what else signing adds. It must have its `host` header.
  ///
  /// - Throws: When path or query has no canonical form under the service's rules.
  public func sign(_ request: WireRequest, at now: Moment, payload: Payload) throws(SignatureProblem) -> WireRequest {
    let hash = Self.hash(request.body)
    let stated: String? =
      switch payload {
      case .implied: nil
      case .stated: hash
      case .unsigned: PayloadDeclaration.unsigned.word
      case .unsignedChunks: PayloadDeclaration.unsignedChunksWithTrailer.word
      }
    return try signed(request, at: now, stated: stated, payload: stated ?? hash)
  }

  /// The request with the signature in its query.
  ///
  /// - Parameter expiresSeconds: 1 to 604800, a week.
  public func presign(_ request: WireRequest, at now: Moment, expiresSeconds: Int) throws(SignatureProblem) -> WireRequest {
    let timestamp = now.basicISO8601
    let names = Self.names(request.headers)
    var parameters = [
      ("X-Amz-Algorithm", "AWS4-HMAC-SHA256"), ("X-Amz-Credential", credential(timestamp).text), ("X-Amz-Date", timestamp),
      ("X-Amz-SignedHeaders", names.joined(separator: ";")), ("X-Amz-Expires", String(expiresSeconds)),
    ]
    if let sessionToken { parameters.append(("X-Amz-Security-Token", sessionToken)) }
    let query = (request.rawQuery.isEmpty ? [] : [request.rawQuery]) + parameters.map { "\($0)=\(Self.encoded($1))" }
    let unsigned = request.with(query: query.joined(separator: "&"), headers: request.headers, body: request.body)
    let payload = rules.presignedPayloadIsUnsigned ? "UNSIGNED-PAYLOAD" : Self.hash(request.body)
    let signature = try signature(unsigned, timestamp, names, payload)
    let signed = "\(unsigned.rawQuery)&X-Amz-Signature=\(Self.hex(signature))"
    return request.with(query: signed, headers: request.headers, body: request.body)
  }

  private func signed(
    _ request: WireRequest, at now: Moment, stated: String?, payload: String
  ) throws(SignatureProblem) -> WireRequest {
    let timestamp = now.basicISO8601
    var headers = request.headers + [WireRequest.Header(name: "x-amz-date", value: timestamp)]
    if let stated { headers.append(WireRequest.Header(name: "x-amz-content-sha256", value: stated)) }
    let token = sessionToken.map { WireRequest.Header(name: "x-amz-security-token", value: $0) }
    if let token, rules.signsSessionToken { headers.append(token) }
    let names = Self.names(headers)
    let unsigned = request.with(query: request.rawQuery, headers: headers, body: request.body)
    let signature = try signature(unsigned, timestamp, names, payload)
    if let token, !rules.signsSessionToken { headers.append(token) }
    let value =
      "AWS4-HMAC-SHA256 Credential=\(credential(timestamp).text), SignedHeaders=\(names.joined(separator: ";")), "
      + "Signature=\(Self.hex(signature))"
    headers.append(WireRequest.Header(name: "authorization", value: value))
    return request.with(query: request.rawQuery, headers: headers, body: request.body)
  }

  private func credential(_ timestamp: String) -> Credential {
    Credential(accessKeyID: accessKeyID, day: String(timestamp.prefix(8)), region: region, service: service)
  }

  private func signature(
    _ request: WireRequest, _ timestamp: String, _ names: [String], _ payload: String
  ) throws(SignatureProblem) -> [UInt8] {
    let leavingOut = rules.signsSessionToken ? [] : ["X-Amz-Security-Token"]
    let canonical: [UInt8]
    do {
      canonical = try CanonicalRequest.bytes(
        of: request, signedHeaders: names, payload: payload, leavingOut: leavingOut, rules: rules)
    } catch { throw SignatureProblem(error) }
    let credential = credential(timestamp)
    let text = CanonicalRequest.stringToSign(
      timestamp: timestamp, scope: credential.scope, hash: SHA256.hash(data: canonical))
    return SigningKey(secret, for: credential).signature(of: text)
  }

  private static func names(_ headers: [WireRequest.Header]) -> [String] {
    let signable = Set(headers.map(\.name).filter(CanonicalRequest.isSignable(header:)))
    return signable.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  private static func hash(_ body: [UInt8]) -> String { hex(SHA256.hash(data: body)) }

  private static func hex(_ bytes: some Sequence<UInt8>) -> String {
    var text: [UInt8] = []
    text.appendHex(bytes)
    return String(decoding: text, as: UTF8.self)
  }

  private static func encoded(_ text: String) -> String {
    var bytes: [UInt8] = []
    for byte in text.utf8 { bytes.appendEncoded(byte) }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension Signer {
  /// The request with its body cut into signed chunks of `chunkBytes`, as `STREAMING-AWS4-HMAC-SHA256-PAYLOAD`, or with
  /// `-TRAILER` where there are trailers.
  public func signInChunks(
    _ request: WireRequest, at now: Moment, chunkBytes: Int, trailers: [WireRequest.Header]
  ) throws(SignatureProblem) -> WireRequest {
    precondition(chunkBytes > 0, "a chunk holds at least a byte")
    let word = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD" + (trailers.isEmpty ? "" : "-TRAILER")
    var headers = request.headers
    headers.append(WireRequest.Header(name: "x-amz-decoded-content-length", value: String(request.body.count)))
    if !trailers.isEmpty {
      headers.append(WireRequest.Header(name: "x-amz-trailer", value: trailers.map(\.name).joined(separator: ",")))
    }
    let whole = request.with(query: request.rawQuery, headers: headers, body: request.body)
    let signed = try signed(whole, at: now, stated: word, payload: word)
    let claim: SignatureClaim
    do { claim = try SignatureClaim(signed, rules: rules) } catch { throw SignatureProblem(error) }
    let body = chunked(request.body, ChunkChain(claim, SigningKey(secret, for: claim.credential)), chunkBytes, trailers)
    return signed.with(query: signed.rawQuery, headers: signed.headers, body: body)
  }

  private func chunked(
    _ body: [UInt8], _ seed: ChunkChain, _ chunkBytes: Int, _ trailers: [WireRequest.Header]
  ) -> [UInt8] {
    var chain = seed
    var framed: [UInt8] = []
    let cuts = stride(from: 0, to: body.count, by: chunkBytes).map { body[$0..<min($0 + chunkBytes, body.count)] } + [[]]
    for chunk in cuts {
      framed += "\(String(chunk.count, radix: 16));chunk-signature=\(Self.hex(chain.sign(chunk: chunk)))\r\n".utf8
      framed += chunk
      if !chunk.isEmpty { framed += "\r\n".utf8 }
    }
    if !trailers.isEmpty {
      let sorted = trailers.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
      let signature = chain.sign(trailers: sorted.flatMap { Array("\($0.name):\($0.value)\n".utf8) })
      for trailer in sorted { framed += "\(trailer.name):\(trailer.value)\r\n".utf8 }
      framed += "x-amz-trailer-signature:\(Self.hex(signature))\r\n".utf8
    }
    framed += "\r\n".utf8
    return framed
  }
}

extension WireRequest {
  fileprivate func with(query: String, headers: [Header], body: [UInt8]) -> WireRequest {
    WireRequest(
      method: method, rawPath: rawPath, rawQuery: query, headers: headers, body: body, remoteAddress: remoteAddress, isTLS: isTLS)
  }
}
