public import Vocabulary

/// The parts of a body of content coding `aws-chunked`: where the data of each chunk lies, and what follows the last.
public struct ChunkedPayload: Sendable, Hashable {
  public struct Chunk: Sendable, Hashable {
    /// Where the data lies in the body; empty for the last chunk and for no other.
    public let data: Range<Int>
    /// 32 bytes; nil in an unsigned body.
    public let signature: [UInt8]?
  }

  public let chunks: [Chunk]
  /// In the order received, names lower case, values trimmed.
  public let trailers: [WireRequest.Header]
  public let trailerSignature: [UInt8]?

  public var decodedBytes: Int { chunks.reduce(0) { $0 + $1.data.count } }

  /// - Parameters:
  ///   - isSigned: Whether each chunk, and the trailer, carry a signature.
  ///   - trailerNames: The headers that must follow the last chunk, and none other.
  public init(_ body: [UInt8], isSigned: Bool, trailerNames: [String]) throws(SignedRequestProblem) {
    var reader = ChunkReader(body: body)
    var chunks: [Chunk] = []
    repeat {
      guard chunks.count < Bounds.chunksMax else { throw SignedRequestProblem(.tooLarge, "The payload has too many chunks.") }
      chunks.append(try reader.chunk(isSigned: isSigned))
    } while chunks.last?.data.isEmpty == false
    let rest = try reader.trailers()
    self.chunks = chunks
    trailers = rest.filter { $0.name != Self.signatureName }
    trailerSignature = try Self.signature(rest, isExpected: isSigned && !trailerNames.isEmpty)
    guard trailers.map(\.name).sorted() == trailerNames.sorted() else {
      throw SignedRequestProblem(.malformedPayload, "The headers after the payload are not those that x-amz-trailer names.")
    }
  }

  private static let signatureName = "x-amz-trailer-signature"

  private static func signature(
    _ trailers: [WireRequest.Header], isExpected: Bool
  ) throws(SignedRequestProblem) -> [UInt8]? {
    let found = trailers.filter { $0.name == signatureName }
    guard found.count == (isExpected ? 1 : 0) else {
      throw SignedRequestProblem(
        .malformedPayload, "The payload must have exactly one trailer signature if signed trailers follow it, else none.")
    }
    return try found.first.map { header throws(SignedRequestProblem) in try AuthorizationHeader.signature(header.value) }
  }

  /// `name:value` and a line feed for each trailer in the order of names: what the trailer's signature covers.
  public var canonicalTrailers: [UInt8] {
    var text: [UInt8] = []
    for trailer in trailers.sorted(by: { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }) {
      text += trailer.name.utf8
      text.append(0x3A)
      text += trailer.value.utf8
      text.append(0x0A)
    }
    return text
  }
}

private struct ChunkReader {
  let body: [UInt8]
  var at = 0

  init(body: [UInt8]) { self.body = body }

  private func malformed(_ message: String) -> SignedRequestProblem {
    SignedRequestProblem(.malformedPayload, "\(message) (byte \(at) of the body).")
  }

  /// `size[;chunk-signature=...] CRLF data CRLF`; the last one, of size 0, ends with its first line.
  mutating func chunk(isSigned: Bool) throws(SignedRequestProblem) -> ChunkedPayload.Chunk {
    let size = try size()
    var signature: [UInt8]?
    if isSigned {
      try expect(";chunk-signature=")
      guard at + 64 <= body.count, let bytes = [UInt8](hex: body[at..<at + 64]) else {
        throw malformed("A chunk's signature is not 64 lower-case hexadecimal digits")
      }
      signature = bytes
      at += 64
    }
    try expect("\r\n")
    guard size <= body.count - at else { throw malformed("A chunk is longer than what follows") }
    let data = at..<at + size
    at += size
    if size > 0 { try expect("\r\n") }
    return ChunkedPayload.Chunk(data: data, signature: signature)
  }

  private mutating func size() throws(SignedRequestProblem) -> Int {
    var size = 0
    let start = at
    while at < body.count, let digit = body[at].hexValue {
      guard at - start < 8 else { throw malformed("A chunk's size has more than 8 digits") }
      size = size << 4 | Int(digit)
      at += 1
    }
    guard at > start else { throw malformed("A chunk does not begin with its size") }
    return size
  }

  private mutating func expect(_ text: String) throws(SignedRequestProblem) {
    guard body[at...].starts(with: text.utf8) else { throw malformed("A chunk is not framed as it must be") }
    at += text.utf8.count
  }

  /// `name:value` lines to the end of the body; empty lines between them are passed over, as clients differ in them.
  mutating func trailers() throws(SignedRequestProblem) -> [WireRequest.Header] {
    guard body.count - at <= Bounds.trailerBytesMax else { throw SignedRequestProblem(.tooLarge, "The trailer is too long.") }
    guard body[at...].isEmpty || body.last == 0x0A else { throw malformed("The trailer's last line does not end") }
    var trailers: [WireRequest.Header] = []
    for line in body[at...].split(separator: 0x0A) {
      let text = line.last == 0x0D ? line.dropLast() : line
      if text.isEmpty { continue }
      guard trailers.count <= Bounds.trailersMax, let colon = text.firstIndex(of: 0x3A), text[..<colon].allSatisfy(\.isToken),
        !text[..<colon].isEmpty
      else { throw malformed("The trailer has a line that is no header") }
      var value: [UInt8] = []
      CanonicalHeaders.writeTrimmed(String(decoding: text[(colon + 1)...], as: UTF8.self), into: &value)
      trailers.append(
        WireRequest.Header(
          name: String(decoding: text[..<colon], as: UTF8.self).lowercased(), value: String(decoding: value, as: UTF8.self)))
    }
    return trailers
  }
}
