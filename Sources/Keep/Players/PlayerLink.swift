import AWSWire
import Protection
import Vocabulary

/// A link by which one person reads one object: redeemed once, into a session of a few minutes.
struct PlayerLink: Sendable {
  /// How long it waits to be redeemed.
  static let waitingSeconds: Int64 = 300
  /// How long the session that it is redeemed into lasts at most.
  static let sessionSeconds: Int64 = 900

  /// Random, and told to the person alone: the session's cookie goes to paths with it.
  let id: String
  /// SHA-256 of the link's secret.
  let digest: [UInt8]
  let instanceID: String
  /// The object's key in the instance's bucket, its id, and SHA-256 of the version that the link is for.
  let objectName: String
  let objectID: String
  let objectDigest: [UInt8]
  /// The user of the instance that it is for.
  let userID: String
  /// Who asked for it, and the access key of their session: what it may no more, the link may no more.
  let askedBy: String
  let accessKeyID: String
  /// The end of waiting; of one that was redeemed, the end of its session.
  private(set) var expiresAt: Moment
  /// SHA-256 of the session's secret; nil for a link that nobody has redeemed.
  private(set) var sessionDigest: [UInt8]?
  /// How often somebody was refused who tried to redeem it.
  var refused = 0

  init(
    id: String, secret: String, instanceID: String, object: ContentObject, userID: String, askedBy: String, accessKeyID: String,
    at now: Moment
  ) {
    self.id = id
    digest = RoleSession.digest(secret)
    self.instanceID = instanceID
    objectName = object.name
    objectID = object.id
    objectDigest = object.digest
    self.userID = userID
    self.askedBy = askedBy
    self.accessKeyID = accessKeyID
    expiresAt = now.adding(seconds: Self.waitingSeconds)
  }

  /// - Parameter limit: the end of the session that asked for the link, which that of the link does not outlive.
  mutating func redeem(into secret: String, at now: Moment, until limit: Moment) {
    sessionDigest = RoleSession.digest(secret)
    expiresAt = min(now.adding(seconds: Self.sessionSeconds), limit)
  }

  /// Whoever edits the file may let it end sooner, and not later.
  mutating func end(by moment: Moment) { expiresAt = min(expiresAt, moment) }

  /// A secret of 256 bits.
  static func makeSecret() -> String { Base64URL.encode(random(bytes: 32)) }

  /// An id of 128 bits. In hexadecimal, so that none looks like an option of a command.
  static func makeID() -> String { random(bytes: 16).hexadecimal }

  private static func random(bytes: Int) -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    return (0..<bytes).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
  }
}

extension PlayerLink: Protectable {
  init?(protectable json: JSON) {
    func digest(_ name: String) -> [UInt8]? { json[name]?.string.flatMap(Base64URL.decode) }
    guard let id = json["id"]?.string, let digest = digest("digest"), let instanceID = json["instanceId"]?.string,
      let objectName = json["objectName"]?.string, let objectID = json["objectId"]?.string,
      let objectDigest = json["objectDigest"]?.string.flatMap(Base64URL.decode), let userID = json["userId"]?.string,
      let askedBy = json["askedBy"]?.string, let accessKeyID = json["accessKeyId"]?.string,
      let expiresAt = json["expiresAt"]?.int
    else { return nil }
    self.id = id
    self.digest = digest
    self.instanceID = instanceID
    self.objectName = objectName
    self.objectID = objectID
    self.objectDigest = objectDigest
    self.userID = userID
    self.askedBy = askedBy
    self.accessKeyID = accessKeyID
    self.expiresAt = Moment(microseconds: Int64(expiresAt))
    sessionDigest = json["sessionDigest"]?.string.flatMap(Base64URL.decode)
  }

  var protectable: JSON {
    [
      "id": .string(id), "digest": .string(Base64URL.encode(digest)), "instanceId": .string(instanceID),
      "objectName": .string(objectName), "objectId": .string(objectID), "objectDigest": .string(Base64URL.encode(objectDigest)),
      "userId": .string(userID), "askedBy": .string(askedBy), "accessKeyId": .string(accessKeyID),
      "expiresAt": .number(Int(expiresAt.microseconds)),
      "sessionDigest": sessionDigest.map { .string(Base64URL.encode($0)) } ?? .null,
    ]
  }
}
