import Access
import Vocabulary

/// What a person with access to the machine does with the policies of keys.
extension KeepProcess {
  /// - Parameter name: an id or an alias.
  package func keyPolicy(_ name: String) async throws -> String {
    let key = try await keys.key(name)
    try await recordCommand("GetKeyPolicy", ["keyId": .string(key.id)], errorCode: nil)
    return key.policy
  }

  /// Puts a policy, at once where it lets nobody do more than before; else when an officer has approved it.
  /// - Throws: KeyServiceProblem.malformedPolicy.
  package func putKeyPolicy(_ name: String, _ text: String) async throws -> Approval? {
    let key = try await keys.key(name)
    let policies = approvals.tools.keyPolicies
    let policy = try await policies.checked(text, for: key)
    let given = try GivenByPolicy(from: (try? JSON.parse(key.policy)) ?? .null, to: policy)
    let details: [(String, JSON)] = [
      ("keyId", .string(key.id)), ("policyName", .string(KeyPolicies.name)), ("policy", .string(text)),
    ]
    if given.concerns(KeyPolicies.reaching) {
      return try await request(KeyPolicyChange(keyID: key.id, policy: text, old: key.policy), details)
    }
    let event = commandEvent("PutKeyPolicy", .object(details), errorCode: nil)
    guard try await policies.put(text, inPlaceOf: key.policy, of: key.id, recording: event) else {
      throw ApprovalProblem(.decided, "somebody else has just put another policy: look at it and try again")
    }
    return nil
  }
}
