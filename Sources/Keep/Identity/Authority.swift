import Access
import ConnectAPI
import Link
import RequestSigning
import SignedRequest
import Synchronization
import Vocabulary

/// The judge: verifies who signed a request and decides whether the signer may do what it asks. Refusals are recorded here, since
/// nobody else may be trusted to.
final class Authority: Judge {
  /// Presigned requests that are remembered against replay.
  private static let presignedMax = 100_000
  /// Of these, those of one access key: nobody takes the room of others.
  private static let presignedMaxOfOne = 1_000
  /// How far off the clock of an S3 client may be: 15 minutes (Amazon S3, "Error responses", RequestTimeTooSkewed).
  private static let s3SkewSecondsMax = 900

  private let directory: IdentityDirectory
  private let place: Place
  private let trail: any AuditTrail
  private let now: @Sendable () -> Moment
  private let newID: @Sendable () -> String
  private let rates: CallerRates
  private let strangers: StrangerRefusals
  /// One for each service: what is signed for one is not answered by another.
  private let verifiers: [SignatureError.Wire: Verifier]
  private let replays = Mutex(
    ReplayGuard(
      countMax: Authority.presignedMax, countMaxOfOne: Authority.presignedMaxOfOne, scope: .mutating))

  init(
    directory: IdentityDirectory, place: Place, trail: any AuditTrail, rates: CallerRates, strangers: StrangerRefusals,
    now: @escaping @Sendable () -> Moment,
    newID: @escaping @Sendable () -> String
  ) {
    self.directory = directory
    self.place = place
    self.trail = trail
    self.rates = rates
    self.strangers = strangers
    self.now = now
    self.newID = newID
    let keys = SigningKeyCache(countMax: 1_024)
    func verifier(_ service: String) -> Verifier {
      Verifier(
        region: place.region, services: [service], rules: .standard, payloads: [.signedChunks],
        skewSecondsMax: Verifier.awsSkewSecondsMax, keys: keys)
    }
    // Whatever S3's clients do to a body is taken: no body is ever read.
    let s3 = Verifier(
      region: place.region, services: ["s3"], rules: .s3, payloads: [.unsigned, .signedChunks, .unsignedChunks],
      skewSecondsMax: Self.s3SkewSecondsMax, keys: keys)
    verifiers = [
      .restJSON: verifier("connect"), .query: verifier("sts"), .json: verifier(ApprovalEndpoint.service), .restXML: s3,
    ]
  }

  func judge(_ carried: CarriedRequest, operation: String, question: CarriedQuestion?) async throws -> JudgeRequest.Reply {
    let asked = AskedOperation(name: operation, source: AuditEvent.connect, wire: .restJSON)
    switch try await identify(carried, asked) {
    case .failure(let refusal): return .refused(refusal)
    case .success(let signatory):
      guard let question else { return .allowed(signatory.caller) }
      if let denial = denial(of: question, to: signatory, carried) {
        await record(denial, carried, asked, caller: signatory.caller)
        return .refused(denial)
      }
      return .allowed(signatory.caller)
    }
  }

  /// Who signed the request, unless who did asks too often. A refusal is on record.
  func identify(_ carried: CarriedRequest, _ asked: AskedOperation) async throws -> Result<Signatory, Refusal> {
    let address = carried.request.remoteAddress
    if rates.isBarred(address, at: now()) { return .failure(.throttled) }
    let signatory: Signatory
    do {
      signatory = try await verified(carried, on: asked.wire)
    } catch let problem as SignatureProblem {
      let error = problem.error(on: asked.wire)
      let refusal = Refusal(code: error.code, message: error.message, status: error.status)
      return .failure(await refused(rates.takeStranger(address, at: now()), or: refusal, carried, asked, caller: nil))
    }
    let verdict = rates.take(signatory.caller.accessKeyID, from: address, at: now())
    guard verdict == .admitted else {
      return .failure(await refused(verdict, or: nil, carried, asked, caller: signatory.caller))
    }
    return .success(signatory)
  }

  /// To be asked before a request is looked at that nobody signs.
  func isBarred(_ address: String) -> Bool { rates.isBarred(address, at: now()) }

  /// Refuses who has not proved who they are, and does so by other means than a signature.
  /// - Returns: the refusal, or that of somebody who asks too often.
  func refuseStranger(_ refusal: Refusal, _ carried: CarriedRequest, _ asked: AskedOperation) async -> Refusal {
    await refused(rates.takeStranger(carried.request.remoteAddress, at: now()), or: refusal, carried, asked, caller: nil)
  }

  /// Whether somebody who has proved who they are asks no more often than they may.
  func admits(_ who: String, _ carried: CarriedRequest) -> Bool {
    rates.take(who, from: carried.request.remoteAddress, at: now()) == .admitted
  }

  /// Of what is throttled, the first of each caller in a minute is put on record; of strangers some are, and the rest is counted.
  private func refused(
    _ verdict: CallerRates.Verdict, or refusal: Refusal?, _ carried: CarriedRequest, _ asked: AskedOperation, caller: Caller?
  ) async -> Refusal {
    let refusal = verdict == .admitted ? refusal ?? .throttled : .throttled
    guard verdict != .throttled(isFirst: false) else { return refusal }
    guard caller == nil else {
      await record(refusal, carried, asked, caller: caller)
      return refusal
    }
    let told = strangers.take(carried.request.remoteAddress, at: now())
    if let count = told.count { await trail.record(count) }
    if told.isEntry { await record(refusal, carried, asked, caller: nil) }
    return refusal
  }

  /// Who signed the request.
  /// - Throws: SignatureProblem.
  private func verified(_ carried: CarriedRequest, on wire: SignatureError.Wire) async throws -> Signatory {
    let now = now()
    guard let verifier = verifiers[wire] else { throw SignatureProblem.wrongSessionToken }
    let claim = try verifier.read(carried.request, at: now)
    let signatory = try await directory.signatory(claim.credential.accessKeyID)
    let verified = try verifier.verify(claim, secret: signatory?.secret)
    let isMutating = carried.request.method != "GET" && carried.request.method != "HEAD"
    guard let signatory else { throw SignatureProblem.wrongSessionToken }
    try signatory.checkSession(token: verified.sessionToken, at: now)
    // Last: only what would be answered is remembered.
    try replays.withLock { guarded throws(SignatureProblem) in try guarded.admit(verified, isMutating: isMutating, at: now) }
    return signatory
  }

  /// The audit event of a refusal: who asked for what, and why it was refused, without any of the request's members.
  func record(_ refusal: Refusal, _ carried: CarriedRequest, _ asked: AskedOperation, caller: Caller?) async {
    await trail.record(
      AuditEvent.refusal(
        refusal, carried, source: asked.source, operation: asked.name, caller: caller, place: place, eventID: newID()))
  }
}

/// What is asked of which service, for refusals: whose words they are in, and what they are on record as.
struct AskedOperation: Sendable {
  let name: String
  /// The event source, such as `s3.amazonaws.com`.
  let source: String
  let wire: SignatureError.Wire

  var denialCode: String { wire == .restJSON || wire == .json ? "AccessDeniedException" : "AccessDenied" }
}

// MARK: Decisions

/// That a signatory may do one thing to one resource. Only the judge makes one.
struct Allowance: Sendable {
  let caller: Caller
  let action: String
  let resource: String
  private let decision: Decision
  /// What the caller's session reads for; nil when it says nothing.
  var purpose: String? { caller.session?.purpose }

  /// - Returns: nil unless the decision allows it.
  fileprivate init?(_ decision: Decision, _ caller: Caller, _ action: String, _ resource: String) {
    guard decision.outcome == .allowed else { return nil }
    self.decision = decision
    self.caller = caller
    self.action = action
    self.resource = resource
  }
}

extension Authority {
  /// - Returns: nil when every resource is allowed.
  private func denial(of question: CarriedQuestion, to signatory: Signatory, _ carried: CarriedRequest) -> Refusal? {
    // What is asked on nothing is not allowed on everything.
    guard !question.resources.isEmpty else {
      return Refusal(
        code: "AccessDeniedException", message: Self.text(question.action, "", signatory.caller) + ": no resource is named",
        status: 403)
    }
    for resource in question.resources {
      var context = question.context
      for (key, value) in resource.tags { context["aws:ResourceTag/\(key)"] = [value] }
      let decision = decide(question.action, resource.arn, context, signatory, carried)
      guard decision.outcome != .allowed else { continue }
      return Self.refusal(decision, question.action, resource.arn, signatory, code: "AccessDeniedException")
    }
    return nil
  }

  private func decide(
    _ action: String, _ resource: String, _ context: [String: [String]], _ signatory: Signatory, _ carried: CarriedRequest,
    trust: Policy? = nil
  ) -> Decision {
    let general = RequestContext.keys(of: carried, signatory, in: place).merging(context) { $1 }
    let principal = Principal(kind: .aws, name: signatory.caller.arn, account: signatory.caller.accountID)
    let asked = AccessQuestion(
      principal: principal, action: action, resource: resource, resourceAccount: nil, context: Context(general))
    guard let trust else { return asked.decide(signatory.policies) }
    let policies = PolicySet(
      identity: signatory.policies.identity, resource: trust, boundaries: signatory.policies.boundaries,
      session: signatory.policies.session)
    return asked.decide(policies, needsResourceGrant: true)
  }

  /// Whether the signatory's policies allow it; what came of it is on no record.
  func decision(
    on action: String, _ resource: String, context: [String: [String]], for signatory: Signatory, _ carried: CarriedRequest,
    _ asked: AskedOperation
  ) -> Verdict {
    let decision = decide(action, resource, context, signatory, carried)
    if let allowance = Allowance(decision, signatory.caller, action, resource) { return .allowed(allowance) }
    let refusal = Self.refusal(decision, action, resource, signatory, code: asked.denialCode)
    return .denied(refusal, isExplicit: decision.outcome == .explicitlyDenied)
  }

  enum Verdict: Sendable {
    case allowed(Allowance)
    case denied(Refusal, isExplicit: Bool)
  }

  /// Whether a role's trust policy and the policies of who asks let them assume it.
  /// - Returns: nil when they do.
  func denial(
    ofAssuming role: String, trust: Policy, actions: [String], context: [String: [String]], for signatory: Signatory,
    _ carried: CarriedRequest
  ) -> Refusal? {
    for action in actions {
      let decision = decide(action, role, context, signatory, carried, trust: trust)
      guard decision.outcome != .allowed else { continue }
      return Self.refusal(decision, action, role, signatory, code: "AccessDenied")
    }
    return nil
  }

  private static func refusal(
    _ decision: Decision, _ action: String, _ resource: String, _ signatory: Signatory, code: String
  ) -> Refusal {
    Refusal(
      code: code, message: text(action, resource, signatory.caller) + ": " + decision.reasons.joined(separator: "; "), status: 403
    )
  }

  /// A denial's words without its reason.
  static func text(_ action: String, _ resource: String, _ caller: Caller) -> String {
    "User: \(caller.arn) is not authorized to perform: \(action) on resource: \(resource)"
  }
}
