import Access
import ConnectAPI
import Link
import Vocabulary

/// That a KMS key may be used for one thing. Only the decision makes one.
struct KeyAllowance: Sendable {
  let use: KeyUse

  fileprivate init(_ use: KeyUse) { self.use = use }
}

/// Decides who may use a KMS key, as KMS does ("Key policies in AWS KMS"): the key's policy has to grant it, to the principal by
/// name or to the account, whose own policies decide then; whatever denies it explicitly wins.
struct KeyAccess: Sendable {
  enum Verdict: Sendable {
    case allowed(KeyAllowance)
    /// The reason is for the ledger.
    case denied(String)
  }

  let place: Place

  /// Who signed a request.
  func verdict(on use: KeyUse, of key: KMSKey, for signatory: Signatory, _ carried: CarriedRequest) -> Verdict {
    let caller = Principal(kind: .aws, name: signatory.caller.arn, account: signatory.caller.accountID)
    return verdict(on: use, of: key, by: caller, signatory.policies, RequestContext.keys(of: carried, signatory, in: place))
  }

  /// Who runs the machine stands for the account itself: its root user, whom no policy but the key's own gives anything.
  func verdictForAccount(on use: KeyUse, of key: KMSKey) -> Verdict {
    verdict(on: use, of: key, by: root, .none, [:])
  }

  /// The contact centre itself. A key that content is sealed under has been given to it, as by a grant of KMS: what is denied
  /// explicitly stands against it, and nothing else.
  func verdictForService(on use: KeyUse, of key: KMSKey) -> Verdict {
    let principal = Principal(arn: serviceRole)
    return verdictOfGrant(on: use, of: key, by: principal, .none, ["aws:PrincipalArn": [principal.name]])
  }

  /// The contact centre's own role, as Amazon Connect's service-linked one is called.
  var serviceRole: String {
    let role = "role/aws-service-role/connect.amazonaws.com/AWSServiceRoleForAmazonConnect"
    return "arn:\(place.partition):iam::\(place.account):\(role)"
  }

  /// Who lets others see what the contact centre opens for them: the grant is the contact centre's, and a denial is theirs too.
  func verdictForGrantor(on use: KeyUse, of key: KMSKey, _ signatory: Signatory, _ carried: CarriedRequest) -> Verdict {
    let caller = Principal(kind: .aws, name: signatory.caller.arn, account: signatory.caller.accountID)
    return verdictOfGrant(
      on: use, of: key, by: caller, signatory.policies, RequestContext.keys(of: carried, signatory, in: place))
  }

  /// Whether the account could change the policy again, had the key this one.
  func isOpenToAccount(_ policy: Policy, keyID: String) -> Bool {
    let question = AccessQuestion(
      principal: root, action: "kms:PutKeyPolicy", resource: place.keyARN(keyID), resourceAccount: nil,
      context: Context(rootKeys))
    return question.decide(PolicySet.none.with(policy), needsResourceGrant: true).outcome == .allowed
  }

  private var root: Principal { Principal(arn: "arn:\(place.partition):iam::\(place.account):root") }
  private var rootKeys: [String: [String]] {
    ["aws:PrincipalArn": [root.name], "aws:PrincipalAccount": [place.account], "kms:CallerAccount": [place.account]]
  }

  private func verdict(
    on use: KeyUse, of key: KMSKey, by principal: Principal, _ policies: PolicySet, _ context: [String: [String]]
  ) -> Verdict {
    let decision: Decision
    do { decision = try decide(use, key, principal, policies, context) } catch { return .denied("\(error)") }
    return decision.outcome == .allowed ? .allowed(KeyAllowance(use)) : .denied(reason(decision, use, principal))
  }

  private func verdictOfGrant(
    on use: KeyUse, of key: KMSKey, by principal: Principal, _ policies: PolicySet, _ context: [String: [String]]
  ) -> Verdict {
    let decision: Decision
    do { decision = try decide(use, key, principal, policies, context) } catch { return .denied("\(error)") }
    return decision.outcome == .explicitlyDenied ? .denied(reason(decision, use, principal)) : .allowed(KeyAllowance(use))
  }

  /// - Throws: KeyServiceProblem for a stored document that is no policy: it grants nothing, and nobody knows what it denies.
  private func decide(
    _ use: KeyUse, _ key: KMSKey, _ principal: Principal, _ policies: PolicySet, _ context: [String: [String]]
  ) throws(KeyServiceProblem) -> Decision {
    guard let policy = try? Policy.parse(JSON.parse(key.policy), as: .resource) else {
      throw KeyServiceProblem(.damaged, "the policy of the key \(key.id) is none: put another with `switchkeep key policy put`")
    }
    let general = principal == root ? rootKeys : context
    let question = AccessQuestion(
      principal: principal, action: use.action, resource: place.keyARN(key.id), resourceAccount: nil,
      context: Context(general.merging(use.conditionKeys(in: place)) { $1 }))
    return question.decide(policies.with(policy), needsResourceGrant: true)
  }

  private func reason(_ decision: Decision, _ use: KeyUse, _ principal: Principal) -> String {
    "\(principal.name) is not authorized to perform: \(use.action) on resource: \(place.keyARN(use.keyID)): "
      + decision.reasons.joined(separator: "; ")
  }
}

extension PolicySet {
  fileprivate static var none: PolicySet { PolicySet(identity: [], resource: nil, boundaries: [], session: []) }

  /// The same with the policy of what is asked for.
  fileprivate func with(_ policy: Policy) -> PolicySet {
    PolicySet(identity: identity, resource: policy, boundaries: boundaries, session: session)
  }
}
