import ConnectAPI
import Vocabulary

/// Puts on record what the switch finds by itself. It goes to the ledger as any audit event does.
struct SwitchFindings: Sendable {
  let place: Place
  let now: @Sendable () -> Moment
  let newID: @Sendable () -> String
  let trail: any AuditTrail

  /// A sealing key came which the keep of this switch has not signed for what it was to be: somebody stands between the two, or
  /// the data folder belongs to another keep.
  func refusedKey(_ instanceID: String, _ contentClass: String) async {
    await record("RefuseSealingKey", ["instanceId": .string(instanceID), "class": .string(contentClass)])
  }

  /// A call goes on, or is over, without its recording or the rest of it.
  func recordingFailed(_ contactID: String, _ instanceID: String, _ reason: String) async {
    await record(
      "RecordingFailed", ["contactId": .string(contactID), "instanceId": .string(instanceID), "reason": .string(reason)])
  }

  func record(_ name: String, _ parameters: JSON) async {
    await trail.record(
      Self.event(name, parameters, region: place.region, account: place.account, at: now(), id: newID()))
  }

  /// What no request has brought about.
  static func event(
    _ name: String, _ parameters: JSON, region: String, account: String, at now: Moment, id: String
  ) -> JSON {
    [
      "eventVersion": "1.11", "userIdentity": ["type": "AWSService", "invokedBy": "switchkeep"],
      "eventTime": .string(now.rfc3339), "eventSource": "switchkeep", "eventName": .string(name),
      "awsRegion": .string(region), "sourceIPAddress": "switchkeep", "userAgent": "switchkeep",
      "requestParameters": parameters, "responseElements": .null,
      "eventID": .string(id), "readOnly": false, "eventType": "AwsServiceEvent", "managementEvent": true,
      "recipientAccountId": .string(account), "eventCategory": "Management",
    ]
  }
}
