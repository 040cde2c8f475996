import Access
import Link
import Vocabulary

/// Another policy of a KMS key, which lets somebody use it who could not before.
struct KeyPolicyChange: ApprovableChange {
  static let kind = "PutKeyPolicy"

  let keyID: String
  let policy: String
  /// The policy that it was compared with: no other is replaced.
  let old: String

  init(keyID: String, policy: String, old: String) {
    self.keyID = keyID
    self.policy = policy
    self.old = old
  }

  var summary: String { "the policy of the key \(keyID), which opens it to more than before" }

  func benefits(_ caller: Caller, with tools: ChangeTools) async throws -> Bool {
    guard try await tools.keyPolicies.keys.key(keyID).policy == old else {
      throw ApprovalProblem(.decided, "the key has another policy than when this was asked for: it has to be asked for anew")
    }
    guard let signatory = try await tools.directory.signatory(caller.accessKeyID) else { return true }
    let given = try GivenByPolicy(from: (try? JSON.parse(old)) ?? .null, to: JSON.parse(policy))
    let principal = Principal(kind: .aws, name: caller.arn, account: caller.accountID)
    return try await tools.keyPolicies.benefits(principal, policies: signatory.policies, from: given)
  }

  /// Where the policy was changed in this very moment by somebody else, that is on record and theirs stays.
  func apply(with tools: ChangeTools) async throws {
    let policies = tools.keyPolicies
    guard try await policies.keys.key(keyID).policy != policy else { return }
    let event = policies.event(keyID, policy)
    if try await policies.put(policy, inPlaceOf: old, of: keyID, recording: event) { return }
    var refused = event.object ?? JSON.Object()
    refused["errorCode"] = "ConflictException"
    try await policies.log.append([JSON(.object(refused))])
  }

  var json: JSON { ["keyId": .string(keyID), "policy": .string(policy), "old": .string(old)] }

  init?(json: JSON) {
    guard let keyID = json["keyId"]?.string, let policy = json["policy"]?.string, let old = json["old"]?.string else {
      return nil
    }
    self.init(keyID: keyID, policy: policy, old: old)
  }
}

extension KeyPolicies {
  fileprivate func event(_ keyID: String, _ policy: String) -> JSON {
    events.event(
      "PutKeyPolicy", for: KeyUse.source,
      ["keyId": .string(keyID), "policyName": .string(Self.name), "policy": .string(policy)], readOnly: false,
      category: .management)
  }
}
