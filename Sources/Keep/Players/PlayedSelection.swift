import AWSWire
import Vocabulary

/// What of an object a player asks for (RFC 9110 sections 13 and 14).
struct PlayedSelection: Sendable {
  /// Bytes that one answer has where a player asks for all that follows: about a minute of a call, so that what was answered is
  /// not much more than what was played. A part of a range is an answer (RFC 9110 section 15.3.7); players ask for the rest.
  static let openRangeBytesMax = 1 << 20

  let range: Range<Int>
  let status: Int
  let headers: [WireRequest.Header]

  /// - Throws: PlayerRefusal 400, 412 or 416.
  init(_ request: WireRequest, _ object: ContentObject) throws(PlayerRefusal) {
    let headers = Self.headers(object)
    switch try Self.outcome(request, object) {
    case .met: break
    case .failed(let header): throw PlayerRefusal("PreconditionFailed", "\(header) does not hold.", 412)
    case .notModified:
      (range, status, self.headers) = (0..<0, 304, headers)
      return
    }
    guard let text = request.header("range"), Self.isCurrent(request.header("if-range"), object) else {
      range = 0..<object.plaintextBytes
      (status, self.headers) = (200, headers)
      guard range.count <= S3Endpoint.answerBytesMax || request.method == "HEAD" else {
        throw PlayerRefusal(
          "InvalidRequest", "One answer has \(S3Endpoint.answerBytesMax) bytes at most: ask for parts by Range.", 400)
      }
      return
    }
    range = try Self.range(text, object)
    status = 206
    let part = "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(object.plaintextBytes)"
    self.headers = headers + [WireRequest.Header(name: "content-range", value: part)]
  }

  private static func outcome(
    _ request: WireRequest, _ object: ContentObject
  ) throws(PlayerRefusal) -> Preconditions.Outcome {
    do {
      return try Preconditions(request).outcome(tag: object.entityTag, modifiedAt: object.storedAt)
    } catch {
      throw PlayerRefusal("ValidationException", error.description, 400)
    }
  }

  /// Several ranges at once, and what is none, are refused like those that lie outside (RFC 9110 section 15.5.17).
  private static func range(_ text: String, _ object: ContentObject) throws(PlayerRefusal) -> Range<Int> {
    guard let asked = try? ByteRange(text), let range = asked.within(object.plaintextBytes) else {
      throw PlayerRefusal(
        "InvalidRange", "Ask for one range of bytes within the object.", 416,
        [WireRequest.Header(name: "content-range", value: "bytes */\(object.plaintextBytes)")])
    }
    let most = if case .from(_, to: nil) = asked { openRangeBytesMax } else { S3Endpoint.answerBytesMax }
    return range.prefix(most)
  }

  /// Whether a range is of the version that the player has (RFC 9110 section 13.1.5): a strong tag, or the exact date.
  private static func isCurrent(_ condition: String?, _ object: ContentObject) -> Bool {
    guard let condition else { return true }
    return condition == "\"\(object.entityTag)\"" || condition == WireDate.httpText(object.storedAt)
  }

  private static func headers(_ object: ContentObject) -> [WireRequest.Header] {
    let type = SafeContentType(object.contentType)
    let name = object.name.split(separator: "/").last.map(String.init) ?? object.id
    return [
      ("content-type", type.text), ("content-disposition", "\(type.isShown ? "inline" : "attachment"); filename=\"\(name)\""),
      ("etag", "\"\(object.entityTag)\""), ("last-modified", WireDate.httpText(object.storedAt)), ("accept-ranges", "bytes"),
    ].map { WireRequest.Header(name: $0.0, value: $0.1) }
  }
}

/// A media type that a browser shows without running anything of it; all else is a file to be saved.
struct SafeContentType: Sendable {
  private static let shown: Set<String> = [
    "audio/wav", "audio/x-wav", "audio/mpeg", "audio/mp4", "audio/ogg", "audio/webm", "audio/flac", "video/mp4", "video/webm",
    "video/ogg", "image/png", "image/jpeg", "image/gif", "image/webp", "text/plain", "application/json",
  ]

  let text: String
  let isShown: Bool

  init(_ stated: String) {
    let type = stated.split(separator: ";").first.map { $0.lowercased().filter { $0 != " " } } ?? ""
    isShown = Self.shown.contains(type)
    text = isShown ? type : "application/octet-stream"
  }
}
