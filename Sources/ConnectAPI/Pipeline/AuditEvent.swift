public import Link
import Protection
public import Vocabulary

/// Makes CloudTrail's event of one answered request.
public struct AuditEvent: Sendable {
  public static let outboxTopic = "audit-event"

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
    _ refusal: Refusal, _ carried: CarriedRequest, operation: String, caller: Caller?, place: Place, eventID: String
  ) -> JSON {
    var event = envelope(carried, operation, caller, place, eventID)
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

  private static func envelope(
    _ carried: CarriedRequest, _ operation: String, _ caller: Caller?, _ place: Place, _ eventID: String
  ) -> JSON.Object {
    var event = JSON.Object()
    event["eventVersion"] = "1.11"
    event["userIdentity"] = caller.map(identity) ?? ["type": "Unknown"]
    event["eventTime"] = .string(carried.receivedAt.rfc3339)
    event["eventSource"] = "connect.amazonaws.com"
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

  private static func identity(_ caller: Caller) -> JSON {
    [
      "type": "IAMUser", "principalId": .string(caller.principalID), "arn": .string(caller.arn),
      "accountId": .string(caller.accountID), "accessKeyId": .string(caller.accessKeyID), "userName": .string(caller.userName),
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
