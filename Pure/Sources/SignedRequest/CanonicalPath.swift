/// The canonical URI of a path as it was received.
enum CanonicalPath {
  static func write(_ rawPath: String, rules: SigningRules, into canonical: inout [UInt8]) throws(SignedRequestProblem) {
    var path = Array(rawPath.utf8)
    guard path.count <= Bounds.pathBytesMax else { throw SignedRequestProblem(.tooLarge, "The path is too long.") }
    if path.isEmpty { path = [0x2F] }
    guard path[0] == 0x2F else { throw SignedRequestProblem(.malformedRequest, "The path does not begin with a slash.") }
    if rules.path != .asReceived, !isNormal(path) {
      guard rules.path == .normalized else {
        throw SignedRequestProblem(.malformedRequest, "The path has an empty segment or a dot segment.")
      }
      path = normalized(path)
    }
    try encode(path, twice: rules.encodesPathTwice, into: &canonical)
  }

  private static func encode(_ path: [UInt8], twice: Bool, into canonical: inout [UInt8]) throws(SignedRequestProblem) {
    var at = 0
    while at < path.count {
      let byte = path[at]
      if byte == 0x2F {
        canonical.append(byte)
      } else if byte == 0x25, !twice {
        guard let decoded = percentDecoded(path, at: at) else {
          throw SignedRequestProblem(
            .malformedRequest, "The path has a percent sign without two hexadecimal digits (byte \(at)).")
        }
        canonical.appendEncoded(decoded)
        at += 2
      } else {
        canonical.appendEncoded(byte)
      }
      at += 1
    }
  }

  private static func isNormal(_ path: [UInt8]) -> Bool {
    var start = 1
    while start < path.count {
      let end = path[start...].firstIndex(of: 0x2F) ?? path.count
      let isDots = path[start..<end].allSatisfy { $0 == 0x2E } && end - start <= 2
      if isDots { return false }
      start = end + 1
    }
    return true
  }

  /// RFC 3986 section 5.2.4, and consecutive slashes made one.
  private static func normalized(_ path: [UInt8]) -> [UInt8] {
    var kept: [ArraySlice<UInt8>] = []
    for segment in path.split(separator: 0x2F) {
      switch segment {
      case [0x2E]: break
      case [0x2E, 0x2E]: kept.removeLast(min(1, kept.count))
      default: kept.append(segment)
      }
    }
    var result: [UInt8] = []
    for segment in kept {
      result.append(0x2F)
      result += segment
    }
    if result.isEmpty || path.last == 0x2F { result.append(0x2F) }
    return result
  }
}
