/// `accessKeyID/YYYYMMDD/region/service/aws4_request`: who signed, and the scope that the signing key is good for.
public struct Credential: Sendable, Hashable {
  public let accessKeyID: String
  /// `YYYYMMDD`.
  public let day: String
  public let region: String
  public let service: String

  public init(accessKeyID: String, day: String, region: String, service: String) {
    self.accessKeyID = accessKeyID
    self.day = day
    self.region = region
    self.service = service
  }

  static let terminator = "aws4_request"

  public init(_ text: String) throws(SignedRequestProblem) {
    let parts = Array(text.utf8).split(separator: 0x2F, maxSplits: 5, omittingEmptySubsequences: false)
    guard parts.count == 5 else {
      throw SignedRequestProblem(
        .incompleteSignature, "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term.")
    }
    guard parts[4].elementsEqual(Self.terminator.utf8) else {
      throw SignedRequestProblem(.wrongScope, "Credential should be scoped with a valid terminator: 'aws4_request'.")
    }
    guard (1...Bounds.accessKeyIDBytesMax).contains(parts[0].count), parts[0].allSatisfy(\.isWord) else {
      throw SignedRequestProblem(.incompleteSignature, "Credential has no access key id.")
    }
    guard parts[1].count == 8, parts[1].allSatisfy(\.isDigit) else {
      throw SignedRequestProblem(.wrongScope, "The date in Credential must be of the form YYYYMMDD.")
    }
    guard parts[2...3].allSatisfy({ Self.isName($0) }) else {
      throw SignedRequestProblem(.wrongScope, "Credential should be scoped to a valid region and service.")
    }
    let texts = parts.map { String(decoding: $0, as: UTF8.self) }
    self.init(accessKeyID: texts[0], day: texts[1], region: texts[2], service: texts[3])
  }

  private static func isName(_ part: ArraySlice<UInt8>) -> Bool {
    (1...Bounds.scopePartBytesMax).contains(part.count) && part.allSatisfy { $0.isWord || $0 == 0x2D }
  }

  /// `YYYYMMDD/region/service/aws4_request`.
  public var scope: String { "\(day)/\(region)/\(service)/\(Self.terminator)" }
  public var text: String { "\(accessKeyID)/\(scope)" }
}
