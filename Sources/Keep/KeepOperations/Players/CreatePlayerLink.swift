import AWSWire
import ConnectAPI
import Link
import Vocabulary

/// A link by which one user of an instance reads one object: asked for in a session that may read it itself, and says for what.
struct CreatePlayerLink: ApprovalOperation {
  let links: PlayerLinkTable
  let people: PlayerPeople
  let inventory: any ContentInventory
  let log: AuditLog
  let now: @Sendable () -> Moment

  func perform(_ members: JSONMembers, _ call: ApprovalCall) async throws -> JSON {
    var members = members
    let instance = try members.string("InstanceId", length: 1...100)
    let key = try members.string("Key", length: 1...1_024)
    let username = try members.string("Username", length: 1...100)
    try members.finish()
    let resource = ContentNames.arn(bucket: ContentNames.bucket(instance), key: key)
    try await call.mustBeAllowed(on: resource)
    let object = try await inventory.object(in: instance, named: key)
    try await mustRead(object, resource, call)
    guard let object else { throw try await missing(instance, key, call) }
    guard let right = try await people.right(ofUserNamed: username, in: instance, to: object.contentClass) else {
      throw await call.refused("AccessDeniedException", Self.noPerson(object.contentClass), 403)
    }
    return try await link(object, instance, right.person, call)
  }

  /// The right of a link is that of who asks, with the purpose of their session.
  private func mustRead(_ object: ContentObject?, _ resource: String, _ call: ApprovalCall) async throws {
    try await call.mustBeAllowed(ContentRead.action, on: resource, context: object?.tagContext ?? [:])
    guard call.caller.session?.purpose != nil else {
      throw await call.refused(
        "AccessDeniedException",
        Authority.text(ContentRead.action, resource, call.caller)
          + ": content is answered to a session that says for what: assume a role with the session tag purpose", 403)
    }
    if let object { try await mustUseKey(of: object, resource, call) }
  }

  /// Why not is for the ledger.
  private func mustUseKey(of object: ContentObject, _ resource: String, _ call: ApprovalCall) async throws {
    let key = try await inventory.key(of: object)
    let use = KeyUse.opening(object, under: key, for: .s3)
    guard case .denied(let reason) = KeyAccess(place: call.place).verdict(on: use, of: key, for: call.signatory, call.carried)
    else { return }
    let envelope = call.recorder.event(call.carried, operation: use.operation.rawValue, caller: call.caller) { _ in }
    await call.recorder.trail.record(use.event(in: envelope, at: call.place, denied: reason))
    throw await call.refused("AccessDeniedException", Authority.text(ContentRead.action, resource, call.caller), 403)
  }

  /// What is not there is told to who may list, as S3 has it.
  private func missing(_ instance: String, _ key: String, _ call: ApprovalCall) async throws -> WireError {
    try await call.mustBeAllowed(
      "s3:ListBucket", on: ContentNames.arn(bucket: ContentNames.bucket(instance)), context: ["s3:prefix": [key]])
    return await call.refused("ResourceNotFoundException", "There is no such object.", 404)
  }

  private static func noPerson(_ contentClass: ContentClass) -> String {
    guard let permission = contentClass.permission else { return "\(contentClass.rawValue) is not read by a link." }
    return "There is no user of that name in the instance who may have \(contentClass.rawValue): "
      + "it takes the permission \(permission) in a security profile of theirs."
  }

  private func link(
    _ object: ContentObject, _ instance: String, _ person: PlayerPerson, _ call: ApprovalCall
  ) async throws -> JSON {
    let secret = PlayerLink.makeSecret()
    let link = PlayerLink(
      id: PlayerLink.makeID(), secret: secret, instanceID: instance, object: object, userID: person.userID,
      askedBy: call.caller.arn, accessKeyID: call.caller.accessKeyID, at: now())
    let event = call.recorder.event(call.carried, operation: Self.name, caller: call.caller) { event in
      event["readOnly"] = false
      event["requestParameters"] = [
        "linkId": .string(link.id), "objectId": .string(object.id), "contactId": .string(object.contactID),
        "userId": .string(person.userID), "userArn": .string(person.arn), "purpose": .string(call.caller.session?.purpose ?? ""),
        "expiresAt": .string(link.expiresAt.rfc3339),
      ]
    }
    do {
      _ = try await log.receipt(for: event, also: try links.inserting(link, at: now()))
    } catch PlayerProblem.tooMany {
      throw await call.refused(
        "LimitExceededException", "\(PlayerLinkTable.aliveMax) links wait or play: let some end.", 400)
    } catch {
      throw WireError(
        code: "ServiceUnavailable", message: "The ledger cannot be written: no link is made without its entry.", status: 503)
    }
    return [
      "LinkId": .string(link.id), "Url": .string("https://\(call.carried.request.header("host") ?? "")/player#\(secret)"),
      "UserId": .string(person.userID), "ObjectId": .string(object.id), "ContentClass": .string(object.contentClass.rawValue),
      "ExpiresAt": .string(link.expiresAt.rfc3339),
    ]
  }
}
