import Access
import Vocabulary

/// A look at what one contact left, by somebody who has no right to content: these objects, for this purpose, so long and no
/// longer. Who asked fetches credentials for it, once.
struct ContentAccessChange: FetchedChange {
  static let kind = "ContentAccess"

  let instanceID: String
  let contactID: String
  /// ARNs of objects.
  let resources: [String]
  /// ARNs of the KMS keys that they rest under.
  let keys: [String]
  let purpose: String
  let seconds: Int

  init(instanceID: String, contactID: String, resources: [String], keys: [String], purpose: String, seconds: Int) {
    self.instanceID = instanceID
    self.contactID = contactID
    self.resources = resources
    self.keys = keys
    self.purpose = purpose
    self.seconds = seconds
  }

  var summary: String {
    "\(resources.count) objects of contact \(contactID), for \(seconds / 60) minutes, purpose: \(purpose)"
  }

  /// What a session of it may do, on top of which the role may do no more.
  var sessionPolicy: JSON {
    [
      "Version": "2012-10-17",
      "Statement": [
        ["Sid": "Approved", "Effect": "Allow", "Action": "s3:GetObject", "Resource": .strings(resources)],
        [
          "Sid": "Open", "Effect": "Allow", "Action": "kms:Decrypt", "Resource": .strings(keys),
          "Condition": [
            "StringEquals": ["kms:EncryptionContext:switchkeep:contact": .string(contactID)],
            "StringLike": ["kms:ViaService": "s3.*.amazonaws.com"],
          ],
        ],
      ],
    ]
  }

  var json: JSON {
    [
      "instanceId": .string(instanceID), "contactId": .string(contactID), "resources": .strings(resources),
      "keys": .strings(keys),
      "purpose": .string(purpose), "seconds": .number(seconds),
    ]
  }

  init?(json: JSON) {
    guard let instanceID = json["instanceId"]?.string, let contactID = json["contactId"]?.string,
      let purpose = json["purpose"]?.string, let seconds = json["seconds"]?.int
    else { return nil }
    self.init(
      instanceID: instanceID, contactID: contactID, resources: (json["resources"]?.array ?? []).compactMap(\.string),
      keys: (json["keys"]?.array ?? []).compactMap(\.string),
      purpose: purpose, seconds: seconds)
  }
}
