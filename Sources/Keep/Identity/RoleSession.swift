import AWSWire
import Crypto
import Protection
import Vocabulary

/// A session of a role as it is kept: what its requests are judged by.
struct RoleSession: Sendable {
  /// Beyond its life a session is remembered so long, so that who comes with it is told that it is over.
  static let rememberedSeconds: Int64 = 7 * 86_400

  /// `ASIA...`.
  let accessKeyID: String
  let roleID: String
  /// The SHA-256 of the session token.
  let tokenDigest: [UInt8]
  let beganAt: Moment
  let expiresAt: Moment
  let revokedAt: Moment?
  let terms: Terms

  /// What rests encrypted, as one value.
  struct Terms: Sendable {
    let secret: String
    /// RoleSessionName.
    let name: String
    /// The ARN of who assumed the role.
    let assumedBy: String
    let sourceIdentity: String?
    let tags: [String: String]
    let policy: JSON?
  }

  /// Its state, to who may know of it.
  var isRevoked: Bool { revokedAt != nil }

  /// What it reads content for: the session tag `purpose`, unless it says nothing. A tag of the role or the user is no purpose:
  /// it would be the same for every read.
  var purpose: String? {
    let stated = terms.tags.first { $0.key.lowercased() == "purpose" }?.value
    return stated.flatMap { $0.unicodeScalars.allSatisfy(\.properties.isWhitespace) ? nil : $0 }
  }

  static func digest(_ token: String) -> [UInt8] { Array(SHA256.hash(data: Array(token.utf8))) }
}

extension RoleSession.Terms: Protectable {
  init?(protectable json: JSON) {
    guard let secret = json["Secret"]?.string, let name = json["Name"]?.string, let assumedBy = json["AssumedBy"]?.string else {
      return nil
    }
    self.init(
      secret: secret, name: name, assumedBy: assumedBy, sourceIdentity: json["SourceIdentity"]?.string,
      tags: (json["Tags"]?.object?.members ?? []).reduce(into: [:]) { $0[$1.name] = $1.value.string }, policy: json["Policy"])
  }

  var protectable: JSON {
    var object = JSON.Object()
    object["Secret"] = .string(secret)
    object["Name"] = .string(name)
    object["AssumedBy"] = .string(assumedBy)
    object["SourceIdentity"] = sourceIdentity.map(JSON.string)
    object["Tags"] = .object(tags.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })
    object["Policy"] = policy
    return JSON(.object(object))
  }
}

/// New temporary credentials. Secret and token are shown once, to who assumed the role.
struct TemporaryCredentials: Sendable {
  /// Random bytes of a token.
  private static let tokenBytes = 64

  let key: GeneratedAccessKey
  let token: String

  static func make() -> TemporaryCredentials {
    var generator = SystemRandomNumberGenerator()
    let bytes = (0..<tokenBytes).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    return TemporaryCredentials(key: .makeTemporary(), token: Base64URL.encode(bytes))
  }
}
