import Access
import Link
import Vocabulary

/// Another KMS key for a class of an instance's content. Who asked makes the same request again, once.
struct StorageConfigChange: FetchedChange {
  static let kind = "StorageConfig"

  /// The operation of Connect's.
  let operation: String
  let instanceID: String
  let resourceType: String
  /// nil where it is associated for the first time.
  let associationID: String?
  /// As it was given; nil where it is taken away.
  let config: JSON?
  /// The ids of the KMS keys that the class is sealed under from then on, and was before.
  let key: String
  let keyBefore: String

  init(
    operation: String, instanceID: String, resourceType: String, associationID: String?, config: JSON?, key: String,
    keyBefore: String
  ) {
    self.operation = operation
    self.instanceID = instanceID
    self.resourceType = resourceType
    self.associationID = associationID
    self.config = config
    self.key = key
    self.keyBefore = keyBefore
  }

  var summary: String {
    "\(operation): \(resourceType) of the instance \(instanceID) are sealed under the key \(key)"
      + (key == keyBefore ? ", as before" : " and no longer \(keyBefore)")
  }

  /// Who could not use the key before and can use the one after reads what is sealed from then on.
  func benefits(_ caller: Caller, with tools: ChangeTools) async throws -> Bool {
    guard key != keyBefore else { return false }
    guard let signatory = try await tools.directory.signatory(caller.accessKeyID) else { return true }
    let keys = tools.keyPolicies.keys
    let (old, new) = (try await keys.key(keyBefore).policy, try await keys.key(key).policy)
    let given = try GivenByPolicy(from: (try? JSON.parse(old)) ?? .null, to: JSON.parse(new))
    let principal = Principal(kind: .aws, name: caller.arn, account: caller.accountID)
    return try await tools.keyPolicies.benefits(principal, policies: signatory.policies, from: given)
  }

  func check(with tools: ChangeTools) async throws {
    guard config != nil, try await tools.keyPolicies.keys.key(key).state != .enabled else { return }
    throw ApprovalProblem(.decided, "the key \(key) is not enabled any more: enable it first, or let it be asked for another")
  }

  var json: JSON {
    var json = JSON.Object()
    json["operation"] = .string(operation)
    json["instanceId"] = .string(instanceID)
    json["resourceType"] = .string(resourceType)
    json["associationId"] = associationID.map(JSON.string)
    json["storageConfig"] = config
    json["keyId"] = .string(key)
    json["keyIdBefore"] = .string(keyBefore)
    return JSON(.object(json))
  }

  init?(json: JSON) {
    guard let operation = json["operation"]?.string, let instanceID = json["instanceId"]?.string,
      let resourceType = json["resourceType"]?.string, let key = json["keyId"]?.string,
      let keyBefore = json["keyIdBefore"]?.string
    else { return nil }
    self.init(
      operation: operation, instanceID: instanceID, resourceType: resourceType, associationID: json["associationId"]?.string,
      config: json["storageConfig"], key: key, keyBefore: keyBefore)
  }
}
