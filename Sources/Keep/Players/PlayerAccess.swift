import ConnectAPI
import Link
import RequestSigning
import Vocabulary

/// What a link gives its person now: the object, that the session which asked for the link may still read it, and that the person
/// may. Either right alone is not enough, so that a link gives nobody more than they have.
struct PlayerAccess: Sendable {
  let link: PlayerLink
  let object: ContentObject
  /// Of who asked for the link, with the purpose.
  let allowance: Allowance
  /// Theirs too, to use the key that the object rests under.
  let key: KeyAllowance
  let right: PlayerRight
  /// The end of the session that asked for the link.
  let endsAt: Moment

  enum Outcome: Sendable {
    case granted(PlayerAccess)
    /// Why not, for the ledger.
    case denied(String)
  }

  static func resource(_ link: PlayerLink) -> String {
    ContentNames.arn(bucket: ContentNames.bucket(link.instanceID), key: link.objectName)
  }

  /// Looks everything up anew.
  static func current(
    _ link: PlayerLink, _ endpoint: PlayerEndpoint, _ carried: CarriedRequest
  ) async throws -> Outcome {
    guard let asker = try await endpoint.directory.signatory(link.accessKeyID), let session = asker.session,
      session.expiresAt > endpoint.now(), !session.isRevoked
    else { return .denied("the session that asked for the link is over") }
    guard let object = try await endpoint.inventory.object(in: link.instanceID, named: link.objectName),
      object.id == link.objectID, object.digest == link.objectDigest
    else { return .denied("the object is gone") }
    guard
      let right = try await endpoint.people.right(of: link.userID, in: link.instanceID, to: object.contentClass)
    else { return .denied("the person is gone, or may not have content of this class") }
    let asked = AskedOperation(name: PlayerReading.operation, source: endpoint.recorder.source, wire: .json)
    switch endpoint.authority.decision(
      on: ContentRead.action, resource(link), context: object.tagContext, for: asker, carried, asked)
    {
    case .denied(let refusal, _): return .denied(refusal.message)
    case .allowed(let allowance):
      let key = try await endpoint.inventory.key(of: object)
      let use = KeyUse.opening(object, under: key, for: .s3)
      switch KeyAccess(place: endpoint.recorder.place).verdict(on: use, of: key, for: asker, carried) {
      case .denied(let reason): return .denied(reason)
      case .allowed(let keyAllowance):
        return .granted(
          PlayerAccess(
            link: link, object: object, allowance: allowance, key: keyAllowance, right: right, endsAt: session.expiresAt))
      }
    }
  }

  /// Who it is and what it is about, in an event.
  func describe(_ event: inout JSON.Object) {
    event["userIdentity"] = right.person.identity
    event["requestParameters"] = [
      "linkId": .string(link.id), "bucketName": .string(ContentNames.bucket(link.instanceID)), "key": .string(object.name),
    ]
    event["resources"] = [["type": "AWS::S3::Object", "ARN": .string(Self.resource(link))]]
  }

  func details(_ more: [(String, JSON)]) -> JSON {
    let details: [(String, JSON)] = [
      ("linkId", .string(link.id)), ("objectId", .string(object.id)), ("versionDigest", .string(object.entityTag)),
      ("contentClass", .string(object.contentClass.rawValue)), ("contactId", .string(object.contactID)),
      ("objectBytes", .number(object.plaintextBytes)), ("purpose", .string(allowance.purpose ?? "")),
      ("linkedBy", .string(link.askedBy)), ("linkedWith", .string(link.accessKeyID)),
    ]
    return .object(details + more)
  }
}

extension PlayerPerson {
  /// As CloudTrail's `userIdentity`, in the words of a sign-in at a desk.
  var identity: JSON { ["type": "Directory", "principalId": .string(userID), "arn": .string(arn)] }
}
