import Vocabulary

/// The headers of a request, checked once: names are lower-case tokens, and there are not too many.
struct CanonicalHeaders: Sendable {
  private let headers: [WireRequest.Header]

  init(_ headers: [WireRequest.Header]) throws(SignedRequestProblem) {
    guard headers.count <= Bounds.headersMax else { throw SignedRequestProblem(.tooLarge, "The request has too many headers.") }
    var total = 0
    for header in headers {
      total += header.name.utf8.count + header.value.utf8.count
      guard !header.name.utf8.isEmpty, header.name.utf8.allSatisfy({ $0.isToken && !(0x41...0x5A).contains($0) }) else {
        throw SignedRequestProblem(.malformedRequest, "The name of a header is not a lower-case token.")
      }
    }
    guard total <= Bounds.headerBytesMax else { throw SignedRequestProblem(.tooLarge, "The headers are too long.") }
    self.headers = headers
  }

  func has(_ name: String) -> Bool { headers.contains { $0.name == name } }

  /// The value of a header that may stand once at most.
  func single(_ name: String) throws(SignedRequestProblem) -> String? {
    var found: String?
    for header in headers where header.name == name {
      guard found == nil else {
        throw SignedRequestProblem(.incompleteSignature, "The header '\(name)' is given more than once.")
      }
      found = header.value
    }
    return found
  }

  /// `host` and each `x-amz-` header must be signed, and each signed header must be there.
  func check(signed names: [String], unlessTokenIsOutside tokenIsOutside: Bool) throws(SignedRequestProblem) {
    guard names.contains("host") else {
      throw SignedRequestProblem(.unsignedHeader, "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.")
    }
    for header in headers where header.name.hasPrefix("x-amz-") && !names.contains(header.name) {
      if tokenIsOutside, header.name == "x-amz-security-token" { continue }
      throw SignedRequestProblem(.unsignedHeader, "'\(header.name)' must be a 'SignedHeader' in the AWS Authorization.")
    }
    for name in names where !has(name) {
      throw SignedRequestProblem(.unsignedHeader, "The signed header '\(name)' is not in the request.")
    }
  }

  /// Writes `name:value` lines, then an empty line, then the list of names; the values of a repeated header joined by commas.
  func write(signed names: [String], into canonical: inout [UInt8]) {
    for name in names {
      canonical += name.utf8
      canonical.append(0x3A)
      var isFirst = true
      for header in headers where header.name == name {
        if !isFirst { canonical.append(0x2C) }
        isFirst = false
        Self.writeTrimmed(header.value, into: &canonical)
      }
      canonical.append(0x0A)
    }
    canonical.append(0x0A)
    for (index, name) in names.enumerated() {
      if index > 0 { canonical.append(0x3B) }
      canonical += name.utf8
    }
  }

  /// Without white space at either end, and with one space for each run of it, line folds included.
  static func writeTrimmed(_ value: String, into canonical: inout [UInt8]) {
    let start = canonical.count
    var isSpacePending = false
    for byte in value.utf8 {
      if byte.isSpace {
        isSpacePending = canonical.count > start
      } else {
        if isSpacePending { canonical.append(0x20) }
        isSpacePending = false
        canonical.append(byte)
      }
    }
  }
}
