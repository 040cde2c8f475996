public import Link
import Protection
public import Vocabulary

/// Makes CloudTrail's event of one answered request.
public struct AuditEvent: Sendable {
  public static let outboxTopic = "audit-event"
  /// The event source of the Connect API.
  public static let connect = "connect.amazonaws.com"
  /// The member with `Caller.attestation`, between the switch and the keep: the ledger has none.
  public static let attestation = "attestation"

  let digest: KeyedDigest
  let place: Place

  /// - Parameters:
  ///   - input: the decoded input; nil when the request could not be decoded.
  ///   - output: the response of a write, of which ids and ARNs are shown.
  func event(
    _ carried: CarriedRequest, operation: String, rule: AuditRule, caller: Caller, input: JSON?, output: JSON?,
    errorCode: String?,
    eventID: String
  ) -> JSON {
    var event = Self.envelope(carried, operation, caller, place, eventID)
    event["requestParameters"] = input.map { parameters($0, rule.members) } ?? .null
    event["responseElements"] = rule.readOnly ? .null : output.map(identifiers) ?? .null
    event["errorCode"] = errorCode.map(JSON.string)
    event["readOnly"] = .bool(rule.readOnly)
    return JSON(.object(event))
  }

  /// The event of a request that was refused before it ran. `errorMessage` has the reason; the request's members are not shown.
  public static func refusal(
    _ refusal: Refusal, _ carried: CarriedRequest, source: String = connect, operation: String, caller: Caller?, place: Place,
    eventID: String
  ) -> JSON {
    var event = envelope(carried, operation, caller, place, eventID)
    event["eventSource"] = .string(source)
    event["errorCode"] = .string(refusal.code)
    event["errorMessage"] = .string(refusal.message)
    return JSON(.object(event))
  }

  /// The event of an answered read of another service, whose request has no members to show.
  public static func plain(
    _ carried: CarriedRequest, source: String, operation: String, caller: Caller, place: Place, eventID: String
  ) -> JSON {
    var event = envelope(carried, operation, caller, place, eventID)
    event["eventSource"] = .string(source)
    event["readOnly"] = true
    return JSON(.object(event))
  }

  /// The event of letting an open contact read what one before it left, as the signed request says.
  public static func grantOfPast(
    _ carried: CarriedRequest, parameters: JSON, caller: Caller, place: Place, eventID: String
  ) -> JSON {
    var event = envelope(carried, "GrantPastConversation", caller, place, eventID)
    event["requestParameters"] = parameters
    event["readOnly"] = false
    return JSON(.object(event))
  }

  /// What every event of a request has, whatever it asked for.
  public static func envelope(
    _ carried: CarriedRequest, _ operation: String, _ caller: Caller?, _ place: Place, _ eventID: String
  ) -> JSON.Object {
    var event = JSON.Object()
    event["eventVersion"] = "1.11"
    event["userIdentity"] = caller.map(identity) ?? ["type": "Unknown"]
    event[attestation] = caller?.attestation.map(JSON.string)
    event["eventTime"] = .string(carried.receivedAt.rfc3339)
    event["eventSource"] = .string(connect)
    event["eventName"] = .string(operation)
    event["awsRegion"] = .string(place.region)
    event["sourceIPAddress"] = .string(carried.request.remoteAddress)
    event["userAgent"] = .string(String((carried.request.header("user-agent") ?? "").prefix(256)))
    event["requestID"] = .string(carried.requestID)
    event["eventID"] = .string(eventID)
    event["eventType"] = "AwsApiCall"
    event["managementEvent"] = true
    event["recipientAccountId"] = .string(place.account)
    event["eventCategory"] = "Management"
    return event
  }

  /// CloudTrail's `userIdentity` of who signed.
  public static func identity(_ caller: Caller) -> JSON {
    if let session = caller.session { return identity(caller, of: session) }
    return [
      "type": "IAMUser", "principalId": .string(caller.principalID), "arn": .string(caller.arn),
      "accountId": .string(caller.accountID), "accessKeyId": .string(caller.accessKeyID), "userName": .string(caller.userName),
    ]
  }

  /// As CloudTrail has the session of a role, with the purpose beside what it knows.
  private static func identity(_ caller: Caller, of session: CallerSession) -> JSON {
    var context = JSON.Object()
    context["sessionIssuer"] = [
      "type": "Role", "principalId": .string(session.roleID), "arn": .string(session.roleARN),
      "accountId": .string(caller.accountID), "userName": .string(session.roleName),
    ]
    context["attributes"] = ["creationDate": .string(session.beganAt.rfc3339), "mfaAuthenticated": "false"]
    context["sourceIdentity"] = session.sourceIdentity.map(JSON.string)
    context["purpose"] = session.purpose.map(JSON.string)
    return [
      "type": "AssumedRole", "principalId": .string(caller.principalID), "arn": .string(caller.arn),
      "accountId": .string(caller.accountID), "accessKeyId": .string(caller.accessKeyID),
      "sessionContext": JSON(.object(context)),
    ]
  }

  /// The allowed members in clear; of every other that there is, its keyed digest.
  private func parameters(_ input: JSON, _ allowed: [String]) -> JSON {
    .object(
      (input.object?.members ?? []).map { member in
        (member.name, allowed.contains(member.name) ? member.value : .string(digest.text(of: member.value)))
      })
  }

  private func identifiers(_ output: JSON) -> JSON {
    .object(
      (output.object?.members ?? []).filter { $0.name.hasSuffix("Id") || $0.name.lowercased().hasSuffix("arn") }.map {
        ($0.name, $0.value)
      })
  }
}
