import ConnectAPI
import Protection
import ResourceStore
import Vocabulary

extension Kind {
  static let iamUser: Kind = "iam-user"
  static let accessKey: Kind = "access-key"
}

/// An IAM user as it is stored: who it is, what it may do, and the boundary of what it may ever do.
struct IdentityRecord: Sendable {
  let userID: String
  let userName: String
  let arn: String
  /// Policy name -> policy document.
  let policies: [(name: String, document: JSON)]
  let boundary: JSON?
  let tags: [String: String]
  /// The ARN of who was told its access key when it was made, where that is not on its own account; nil for nobody on record.
  var keyToldTo: String?

  init(
    userID: String, userName: String, arn: String, policies: [(name: String, document: JSON)], boundary: JSON?,
    tags: [String: String]
  ) {
    self.userID = userID
    self.userName = userName
    self.arn = arn
    self.policies = policies
    self.boundary = boundary
    self.tags = tags
  }

  init(_ record: Record) {
    let policies = record.document["Policies"]?.object?.members ?? []
    self.init(
      userID: record.id, userName: record.name ?? "", arn: record.arn, policies: policies.map { ($0.name, $0.value) },
      boundary: record.document["PermissionsBoundary"], tags: record.tags)
    keyToldTo = record.document["KeyToldTo"]?.string
  }

  func record(in account: String, at now: Moment) -> Record {
    var document = JSON.Object()
    document["Policies"] = .object(policies.map { ($0.name, $0.document) })
    document["PermissionsBoundary"] = boundary
    document["KeyToldTo"] = keyToldTo.map(JSON.string)
    return Record(
      kind: .iamUser, id: userID, scope: account, arn: arn, name: userName, document: JSON(.object(document)), sealed: nil,
      tags: tags,
      createdAt: now, modifiedAt: now)
  }
}

/// An access key as it is stored: its secret is needed to verify signatures (an HMAC), so it rests protected, not hashed.
enum AccessKeyRecord {
  static func record(
    _ key: GeneratedAccessKey, of user: IdentityRecord, in account: String, under protection: ProtectionKey, at now: Moment
  ) throws -> Record {
    let sealed = try Protected(key.secret, under: protection, at: place(key.id))
    return Record(
      kind: .accessKey, id: key.id, scope: account, arn: "\(user.arn)/access-key/\(key.id)", name: nil,
      document: ["UserId": .string(user.userID), "Status": "Active"], sealed: sealed.bytes, tags: [:], createdAt: now,
      modifiedAt: now)
  }

  static func secret(of record: Record, under protection: ProtectionKey) throws -> String {
    try Protected<String>(bytes: record.sealed ?? []).open(under: protection, at: place(record.id))
  }

  static func isActive(_ record: Record) -> Bool { record.document["Status"]?.string == "Active" }

  static func set(_ record: inout Record, active isActive: Bool, at now: Moment) {
    record.document = ["UserId": .string(userID(of: record)), "Status": isActive ? "Active" : "Inactive"]
    record.modifiedAt = now
  }

  static func userID(of record: Record) -> String { record.document["UserId"]?.string ?? "" }

  private static func place(_ id: String) -> String { "access-key/\(id)/secret" }
}

/// A new access key. Its secret is shown once, to who asked for it.
package struct GeneratedAccessKey: Sendable {
  package let id: String
  package let secret: String

  /// `AKIA` and 16 characters of base 32; a secret of 40 characters with 240 bits.
  static func make() -> GeneratedAccessKey {
    var generator = SystemRandomNumberGenerator()
    return GeneratedAccessKey(id: "AKIA" + letters(16, of: base32, &generator), secret: letters(40, of: base64, &generator))
  }

  /// `ASIA` where `make` has `AKIA`: the key of a session.
  static func makeTemporary() -> GeneratedAccessKey {
    var generator = SystemRandomNumberGenerator()
    return GeneratedAccessKey(
      id: temporaryPrefix + letters(16, of: base32, &generator), secret: letters(40, of: base64, &generator))
  }

  static let temporaryPrefix = "ASIA"

  /// `AROA` and 17 characters of base 32: the unique id of a role.
  static func roleID() -> String {
    var generator = SystemRandomNumberGenerator()
    return "AROA" + letters(17, of: base32, &generator)
  }

  /// `AIDA` and 17 characters of base 32: the unique id of a user, never used again for another.
  static func userID() -> String {
    var generator = SystemRandomNumberGenerator()
    return "AIDA" + letters(17, of: base32, &generator)
  }

  private static let base32 = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
  private static let base64 = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")

  private static func letters(_ count: Int, of alphabet: [Character], _ generator: inout SystemRandomNumberGenerator) -> String {
    String((0..<count).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &generator)] })
  }
}
