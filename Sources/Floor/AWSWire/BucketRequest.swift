public import Vocabulary

/// A request to buckets in path style, taken apart: `/BUCKET/KEY?PARAMETERS`.
public struct BucketRequest: Sendable {
  /// nil for one to the service itself.
  public let bucket: String?
  /// nil for one to the bucket itself. Any text: `..` and empty segments mean nothing in a key.
  public let key: String?
  /// In their order, without those of a signature; no two have one name.
  public let parameters: [(name: String, value: String)]

  /// UTF-8 bytes that a key may have.
  public static let keyBytesMax = 1_024

  /// - Throws: ValidationProblem for what is no percent-encoded UTF-8, or too long.
  public init(_ request: WireRequest) throws(ValidationProblem) {
    let path = request.rawPath.utf8
    guard path.first == UInt8(ascii: "/") else { throw ValidationProblem(.malformed, "path", "does not begin with a slash.") }
    let parts = path.dropFirst().split(separator: UInt8(ascii: "/"), maxSplits: 1, omittingEmptySubsequences: false)
    let texts = try parts.map { part throws(ValidationProblem) in try Self.decoded(part) }
    let hasKey = texts.count > 1 && !texts[1].isEmpty
    guard !(texts[0].isEmpty && texts.count > 1) else { throw ValidationProblem(.malformed, "path", "names no bucket.") }
    // Escaped, it would make the name of a bucket look like that of an object in an ARN.
    guard !texts[0].utf8.contains(UInt8(ascii: "/")) else {
      throw ValidationProblem(.malformed, "path", "the name of a bucket has no slash.")
    }
    bucket = texts[0].isEmpty ? nil : texts[0]
    key = hasKey ? texts[1] : nil
    guard (key?.utf8.count ?? 0) <= Self.keyBytesMax else {
      throw ValidationProblem(.tooLong, "Key", "may have \(Self.keyBytesMax) bytes at most.")
    }
    parameters = try Self.parameters(request.rawQuery)
  }

  private static func decoded(_ part: Substring.UTF8View) throws(ValidationProblem) -> String {
    guard let text = PercentCoding.decode(part, plusIsSpace: false) else {
      throw ValidationProblem(.malformed, "path", "not valid percent-encoded UTF-8.")
    }
    return text
  }

  private static func parameters(_ rawQuery: String) throws(ValidationProblem) -> [(name: String, value: String)] {
    let pairs = try QueryString(rawQuery).pairs.filter { !QueryString.ofSignature.contains($0.name) }
    var seen: Set<[UInt8]> = []
    for pair in pairs where !seen.insert(Array(pair.name.utf8)).inserted {
      throw ValidationProblem(.malformed, pair.name, "given more than once.")
    }
    return pairs
  }

  public func parameter(_ name: String) -> String? { parameters.first { $0.name.utf8.elementsEqual(name.utf8) }?.value }
}
