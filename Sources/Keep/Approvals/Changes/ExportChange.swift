import Vocabulary

/// An object, sealed anew to a key of somebody else's. Who asked writes it out, once.
struct ExportChange: FetchedChange {
  static let kind = "ExportContent"

  let objectID: String
  let contactID: String
  let purpose: String
  /// The SHA-256 of the recipient's public key.
  let recipient: String

  init(objectID: String, contactID: String, purpose: String, recipient: String) {
    self.objectID = objectID
    self.contactID = contactID
    self.purpose = purpose
    self.recipient = recipient
  }

  var summary: String {
    "export of object \(objectID) of contact \(contactID) to the key \(recipient.prefix(16)), purpose: \(purpose)"
  }

  var json: JSON {
    [
      "objectId": .string(objectID), "contactId": .string(contactID), "purpose": .string(purpose),
      "recipient": .string(recipient),
    ]
  }

  init?(json: JSON) {
    guard let objectID = json["objectId"]?.string, let contactID = json["contactId"]?.string,
      let purpose = json["purpose"]?.string, let recipient = json["recipient"]?.string
    else { return nil }
    self.init(objectID: objectID, contactID: contactID, purpose: purpose, recipient: recipient)
  }
}
