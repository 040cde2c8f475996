import Access
import AWSWire
import Vocabulary

/// The parameters of AssumeRole, read and checked (AWS Security Token Service API Reference, AssumeRole).
struct AssumeRoleInput: Sendable {
  let roleARN: String
  let sessionName: String
  let durationSeconds: Int?
  let policy: JSON?
  let tags: [(key: String, value: String)]
  let sourceIdentity: String?
  let externalID: String?

  /// Session policies and tags together, in characters: AWS has 2,048 for a policy and 50 tags of 128 and 256.
  private static let policyCharactersMax = 2_048
  private static let tagsMax = 50

  /// Members that are not honoured, each with its reason. A name ends at its first dot.
  private static let refused = [
    "PolicyArns": "there are no managed policies here; give the session policy itself, as Policy.",
    "TransitiveTagKeys": "session tags do not pass on to another role here; give each session its own Tags.",
    "SerialNumber": "there are no MFA devices here.", "TokenCode": "there are no MFA devices here.",
    "ProvidedContexts": "there is no context provider here.",
  ]
  private static let known: Set = ["RoleArn", "RoleSessionName", "DurationSeconds", "Policy", "SourceIdentity", "ExternalId"]

  /// - Throws: ValidationProblem; WireError for a policy that is none.
  init(_ request: QueryRequest) throws {
    var values: [String: String] = [:]
    for parameter in request.parameters {
      let member = String(parameter.name.prefix { $0 != "." })
      if let reason = Self.refused[member] { throw ValidationProblem(.unknownMember, parameter.name, reason) }
      if Self.known.contains(parameter.name) { values[parameter.name] = parameter.value }
    }
    tags = try SessionTags.read(request, countMax: Self.tagsMax)
    let spoken = Self.known.union(SessionTags.names(count: tags.count))
    if let unknown = request.parameters.first(where: { !spoken.contains($0.name) }) {
      throw ValidationProblem(.unknownMember, unknown.name, "this operation has no such parameter.")
    }
    roleARN = try Self.text(values, "RoleArn", 20...2_048) { Self.isNameByte($0) || ":/".utf8.contains($0) }
    sessionName = try Self.text(values, "RoleSessionName", 2...64, Self.isNameByte)
    sourceIdentity = try values["SourceIdentity"].map { _ in try Self.text(values, "SourceIdentity", 2...64, Self.isNameByte) }
    externalID = try values["ExternalId"].map { _ in
      try Self.text(values, "ExternalId", 2...1_224) { Self.isNameByte($0) || ":/".utf8.contains($0) }
    }
    durationSeconds = try values["DurationSeconds"].map(Self.duration)
    policy = try values["Policy"].map(Self.policy)
  }

  /// `[\w+=,.@-]`.
  private static func isNameByte(_ byte: UInt8) -> Bool { byte.isWord || "+=,.@-".utf8.contains(byte) }

  private static func text(
    _ values: [String: String], _ name: String, _ lengths: ClosedRange<Int>, _ allows: (UInt8) -> Bool
  ) throws -> String {
    guard let value = values[name] else { throw ValidationProblem(.missing, name, "is required.") }
    guard lengths.contains(value.utf8.count) else {
      throw ValidationProblem(.tooLong, name, "must have \(lengths.lowerBound) to \(lengths.upperBound) characters.")
    }
    guard value.utf8.allSatisfy(allows) else { throw ValidationProblem(.pattern, name, "has a character that it may not have.") }
    return value
  }

  private static func duration(_ text: String) throws -> Int {
    guard let seconds = Int(text), RoleRecord.sessionSeconds.contains(seconds) else {
      throw ValidationProblem(
        .tooSmall, "DurationSeconds",
        "must be a whole number from \(RoleRecord.sessionSeconds.lowerBound) to \(RoleRecord.sessionSeconds.upperBound).")
    }
    return seconds
  }

  private static func policy(_ text: String) throws -> JSON {
    guard (1...policyCharactersMax).contains(text.unicodeScalars.count) else {
      throw ValidationProblem(.tooLong, "Policy", "must have 1 to \(policyCharactersMax) characters.")
    }
    do {
      let document = try JSON.parse(text)
      _ = try Policy.parse(document, as: .session)
      return document
    } catch {
      throw WireError(code: "MalformedPolicyDocument", message: "Policy: \(error)", status: 400)
    }
  }
}

/// The session tags of a request: `Tags.member.N.Key` and `.Value`.
enum SessionTags {
  static func names(count: Int) -> [String] {
    (1...max(1, count)).flatMap { ["Tags.member.\($0).Key", "Tags.member.\($0).Value"] }
  }

  /// - Throws: ValidationProblem, for a key that stands twice too: keys are compared without case.
  static func read(_ request: QueryRequest, countMax: Int) throws(ValidationProblem) -> [(key: String, value: String)] {
    let given = Dictionary(request.parameters.map { ($0.name, $0.value) }) { first, _ in first }
    var tags: [(key: String, value: String)] = []
    var seen: Set<String> = []
    while let key = given["Tags.member.\(tags.count + 1).Key"] {
      let place = "Tags.member.\(tags.count + 1)"
      guard tags.count < countMax else { throw ValidationProblem(.tooLong, "Tags", "may have \(countMax) elements at most.") }
      guard let value = given["\(place).Value"] else { throw ValidationProblem(.missing, "\(place).Value", "is required.") }
      try check(key, 1...128, "\(place).Key")
      try check(value, 0...256, "\(place).Value")
      guard seen.insert(key.lowercased()).inserted else {
        throw ValidationProblem(.pattern, "\(place).Key", "stands twice; keys are compared without case.")
      }
      tags.append((key, value))
    }
    return tags
  }

  /// `[\p{L}\p{Z}\p{N}_.:/=+\-@]`.
  static func check(_ text: String, _ lengths: ClosedRange<Int>, _ place: String) throws(ValidationProblem) {
    guard lengths.contains(text.unicodeScalars.count) else {
      throw ValidationProblem(.tooLong, place, "must have \(lengths.lowerBound) to \(lengths.upperBound) characters.")
    }
    guard text.unicodeScalars.allSatisfy(isTagCharacter) else {
      throw ValidationProblem(.pattern, place, "may have letters, digits, spaces and _.:/=+-@ alone.")
    }
  }

  private static func isTagCharacter(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .spaceSeparator, .lineSeparator,
      .paragraphSeparator, .decimalNumber, .letterNumber, .otherNumber:
      true
    default: "_.:/=+-@".unicodeScalars.contains(scalar)
    }
  }
}

extension UInt8 {
  /// `\w` of ASCII.
  fileprivate var isWord: Bool {
    switch self {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F: true
    default: false
    }
  }
}
