import ConnectAPI
import Vocabulary

/// Makes events of what the keep does, or finds, without a request that somebody signed.
struct KeepEvent: Sendable {
  enum Category: String, Sendable {
    case management = "Management"
    case data = "Data"
  }

  let place: Place
  let now: @Sendable () -> Moment
  let newID: @Sendable () -> String

  /// - Parameter service: on whose behalf, as CloudTrail's `invokedBy`.
  func event(
    _ name: String, for service: String, _ parameters: JSON, readOnly: Bool, category: Category
  ) -> JSON {
    [
      "eventVersion": "1.11", "userIdentity": ["type": "AWSService", "invokedBy": .string(service)],
      "eventTime": .string(now().rfc3339), "eventSource": .string(service), "eventName": .string(name),
      "awsRegion": .string(place.region), "sourceIPAddress": .string(service), "userAgent": .string(service),
      "requestParameters": parameters, "responseElements": .null, "eventID": .string(newID()), "readOnly": .bool(readOnly),
      "eventType": "AwsServiceEvent", "managementEvent": .bool(category == .management),
      "recipientAccountId": .string(place.account), "eventCategory": .string(category.rawValue),
    ]
  }
}
