import ConnectAPI
import Vocabulary

/// Puts on record that a sealing key came which the keep of this switch has not signed for what it was to be: somebody stands
/// between the two, or the data folder belongs to another keep. It goes to the ledger as any audit event does.
struct RefusedSealingKeys: Sendable {
  let place: Place
  let now: @Sendable () -> Moment
  let newID: @Sendable () -> String
  let trail: any AuditTrail

  func record(_ instanceID: String, _ contentClass: String) async {
    await trail.record([
      "eventVersion": "1.11", "userIdentity": ["type": "AWSService", "invokedBy": "switchkeep"],
      "eventTime": .string(now().rfc3339), "eventSource": "switchkeep", "eventName": "RefuseSealingKey",
      "awsRegion": .string(place.region), "sourceIPAddress": "switchkeep", "userAgent": "switchkeep",
      "requestParameters": ["instanceId": .string(instanceID), "class": .string(contentClass)], "responseElements": .null,
      "eventID": .string(newID()), "readOnly": false, "eventType": "AwsServiceEvent", "managementEvent": true,
      "recipientAccountId": .string(place.account), "eventCategory": "Management",
    ])
  }
}
