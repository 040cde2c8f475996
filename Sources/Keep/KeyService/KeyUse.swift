import ConnectAPI
import Link
import Vocabulary

/// One use of a KMS key for content, in the words of the KMS API.
struct KeyUse: Sendable {
  enum Operation: String, Sendable {
    /// A private half is unwrapped, for one read.
    case decrypt = "Decrypt"
    /// A sealing pair is made, and its private half wrapped.
    case generateDataKeyPair = "GenerateDataKeyPairWithoutPlaintext"
    /// Somebody names it for content to be sealed under.
    case describe = "DescribeKey"
  }

  /// The services that use keys for somebody.
  enum Service: String, Sendable {
    case s3, connect
  }

  static let source = "kms.amazonaws.com"

  let operation: Operation
  /// The id of the KMS key.
  let keyID: String
  /// What is opened or made is bound to it: ids and the class, and nothing of anybody.
  let encryptionContext: [String: String]
  let service: Service

  var action: String { "kms:\(operation.rawValue)" }

  static func opening(_ object: ContentObject, under key: KMSKey, for service: Service) -> KeyUse {
    KeyUse(operation: .decrypt, keyID: key.id, encryptionContext: object.encryptionContext, service: service)
  }

  static func describing(_ key: KMSKey) -> KeyUse {
    KeyUse(operation: .describe, keyID: key.id, encryptionContext: [:], service: .connect)
  }

  /// The condition keys that KMS has for it ("Condition keys for AWS KMS").
  func conditionKeys(in place: Place) -> [String: [String]] {
    var keys = ["kms:ViaService": [via(place)], "kms:CallerAccount": [place.account]]
    if !encryptionContext.isEmpty { keys["kms:EncryptionContextKeys"] = encryptionContext.keys.sorted() }
    for (name, value) in encryptionContext { keys["kms:EncryptionContext:\(name)"] = [value] }
    return keys
  }

  private func via(_ place: Place) -> String { "\(service.rawValue).\(place.region).amazonaws.com" }

  /// The event of it, as CloudTrail has it of a service that uses a key for somebody.
  /// - Parameter envelope: an event of who it was for.
  /// - Parameter reason: why it was denied, for the ledger alone; nil for what was done.
  func event(in envelope: JSON, at place: Place, denied reason: String?) -> JSON {
    var event = envelope.object ?? JSON.Object()
    var identity = event["userIdentity"]?.object ?? JSON.Object()
    identity["invokedBy"] = .string("\(service.rawValue).amazonaws.com")
    event["userIdentity"] = JSON(.object(identity))
    event["eventSource"] = .string(Self.source)
    event["eventName"] = .string(operation.rawValue)
    let context = encryptionContext.sorted { $0.key < $1.key }.map { ($0.key, JSON.string($0.value)) }
    event["requestParameters"] = ["keyId": .string(place.keyARN(keyID)), "encryptionContext": .object(context)]
    event["resources"] = [
      ["accountId": .string(place.account), "type": "AWS::KMS::Key", "ARN": .string(place.keyARN(keyID))]
    ]
    event["readOnly"] = true
    event["errorCode"] = reason.map { _ in "AccessDenied" }
    event["errorMessage"] = reason.map(JSON.string)
    return JSON(.object(event))
  }
}

extension Place {
  /// The ARN of a KMS key.
  func keyARN(_ id: String) -> String {
    ARN(partition: partition, service: "kms", region: region, account: account, resource: "key/\(id)").description
  }
}

extension ContentObject {
  /// The context of its message.
  var encryptionContext: [String: String] {
    SealedObject.context(id: id, contentClass: contentClass.rawValue, contactID: contactID, instanceID: instanceID)
  }
}
