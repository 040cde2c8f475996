/// The fields of an `Authorization` header of scheme AWS4-HMAC-SHA256, still unproven.
public struct AuthorizationHeader: Sendable, Hashable {
  public let credential: Credential
  /// Lower case, in the order of their bytes.
  public let signedHeaders: [String]
  /// 32 bytes.
  public let signature: [UInt8]

  static let algorithm = "AWS4-HMAC-SHA256"

  /// Reads `AWS4-HMAC-SHA256 Credential=..., SignedHeaders=..., Signature=...`: fields in any order, with any white space
  /// around commas, as AWS takes them.
  public init(_ value: String) throws(SignedRequestProblem) {
    let bytes = Array(value.utf8)
    guard bytes.count <= Bounds.authorizationBytesMax else {
      throw SignedRequestProblem(.tooLarge, "The Authorization header is too long.")
    }
    let scheme = bytes.prefix { !$0.isSpace }
    guard scheme.elementsEqual(Self.algorithm.utf8) else {
      throw SignedRequestProblem(.incompleteSignature, "Unsupported AWS 'algorithm': only AWS4-HMAC-SHA256 is supported.")
    }
    let fields = try Self.fields(bytes[scheme.endIndex...])
    credential = try Credential(fields.credential)
    signedHeaders = try Self.signedHeaders(fields.signedHeaders)
    signature = try Self.signature(fields.signature)
  }

  private static func fields(
    _ text: ArraySlice<UInt8>
  ) throws(SignedRequestProblem) -> (credential: String, signedHeaders: String, signature: String) {
    var found: [String: String] = [:]
    for field in text.split(separator: 0x2C, omittingEmptySubsequences: true) {
      let trimmed = Self.trimmed(field)
      if trimmed.isEmpty { continue }
      guard let equals = trimmed.firstIndex(of: 0x3D) else {
        throw SignedRequestProblem(
          .incompleteSignature, "A field is not a valid key=value pair (missing equal-sign) in Authorization header.")
      }
      let name = String(decoding: trimmed[..<equals], as: UTF8.self)
      let value = trimmed[(equals + 1)...]
      guard ["Credential", "SignedHeaders", "Signature"].contains(name), !value.contains(where: \.isSpace) else {
        throw SignedRequestProblem(
          .incompleteSignature, "Authorization header takes 'Credential', 'SignedHeaders' and 'Signature' without white space.")
      }
      guard found.updateValue(String(decoding: value, as: UTF8.self), forKey: name) == nil else {
        throw SignedRequestProblem(.incompleteSignature, "Authorization header has '\(name)' more than once.")
      }
    }
    return try required(found)
  }

  private static func required(
    _ found: [String: String]
  ) throws(SignedRequestProblem) -> (credential: String, signedHeaders: String, signature: String) {
    if let credential = found["Credential"], let signedHeaders = found["SignedHeaders"], let signature = found["Signature"] {
      return (credential, signedHeaders, signature)
    }
    let missing = ["Credential", "Signature", "SignedHeaders"].filter { found[$0] == nil }
    throw SignedRequestProblem(
      .incompleteSignature, missing.map { "Authorization header requires '\($0)' parameter." }.joined(separator: " "))
  }

  private static func trimmed(_ field: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let start = field.drop(while: \.isSpace)
    guard let last = start.lastIndex(where: { !$0.isSpace }) else { return [] }
    return start[...last]
  }

  /// Reads `host;x-amz-date`: lower-case names, sorted, each once.
  static func signedHeaders(_ text: String) throws(SignedRequestProblem) -> [String] {
    let names = Array(text.utf8).split(separator: 0x3B, maxSplits: Bounds.signedHeadersMax, omittingEmptySubsequences: false)
    guard names.count <= Bounds.signedHeadersMax else {
      throw SignedRequestProblem(.tooLarge, "SignedHeaders names too many headers.")
    }
    for (index, name) in names.enumerated() {
      guard !name.isEmpty, name.allSatisfy({ $0.isToken && !(0x41...0x5A).contains($0) }) else {
        throw SignedRequestProblem(
          .incompleteSignature, "SignedHeaders must be a semicolon-delimited list of lower-case header names.")
      }
      guard index == 0 || names[index - 1].lexicographicallyPrecedes(name) else {
        throw SignedRequestProblem(.incompleteSignature, "SignedHeaders must be sorted and name each header once.")
      }
    }
    return names.map { String(decoding: $0, as: UTF8.self) }
  }

  static func signature(_ text: String) throws(SignedRequestProblem) -> [UInt8] {
    guard text.utf8.count == 64, let signature = [UInt8](hex: text.utf8) else {
      throw SignedRequestProblem(.impossibleSignature, "The signature is not 64 lower-case hexadecimal digits.")
    }
    return signature
  }
}
