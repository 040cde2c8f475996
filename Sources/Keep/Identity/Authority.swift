import SignedRequest

import Access
import ConnectAPI
import Link
import RequestSigning
import Synchronization
import Vocabulary

/// The judge: verifies who signed a request and decides whether the signer may do what it asks. Refusals are recorded here, since
/// nobody else may be trusted to.
final class Authority: Judge {
  /// Presigned requests that are remembered against replay.
  private static let presignedMax = 100_000

  private let directory: IdentityDirectory
  private let place: Place
  private let trail: any AuditTrail
  private let now: @Sendable () -> Moment
  private let newID: @Sendable () -> String
  private let rates: CallerRates
  private let verifier: Verifier
  private let replays = Mutex(ReplayGuard(countMax: Authority.presignedMax, scope: .mutating))

  init(
    directory: IdentityDirectory, place: Place, trail: any AuditTrail, rates: CallerRates, now: @escaping @Sendable () -> Moment,
    newID: @escaping @Sendable () -> String
  ) {
    self.directory = directory
    self.place = place
    self.trail = trail
    self.rates = rates
    self.now = now
    self.newID = newID
    verifier = Verifier(
      region: place.region, services: ["connect", "sts"], rules: .standard, payloads: [.signedChunks],
      skewSecondsMax: Verifier.awsSkewSecondsMax, keys: SigningKeyCache(countMax: 1_024))
  }

  func judge(_ carried: CarriedRequest, operation: String, question: CarriedQuestion?) async throws -> JudgeRequest.Reply {
    try await judge(carried, operation: operation, question: question, wire: .restJSON)
  }

  /// - Parameter wire: whose words a refusal is in.
  func judge(
    _ carried: CarriedRequest, operation: String, question: CarriedQuestion?, wire: SignatureError.Wire
  ) async throws -> JudgeRequest.Reply {
    let address = carried.request.remoteAddress
    if rates.isBarred(address, at: now()) { return .refused(.throttled) }
    let signatory: Signatory
    do {
      signatory = try await verified(carried)
    } catch let problem as SignatureProblem {
      let error = problem.error(on: wire)
      let refusal = Refusal(code: error.code, message: error.message, status: error.status)
      return await refused(rates.takeStranger(address, at: now()), or: refusal, carried, operation, caller: nil)
    }
    let verdict = rates.take(signatory.caller.accessKeyID, from: address, at: now())
    guard verdict == .admitted else { return await refused(verdict, or: nil, carried, operation, caller: signatory.caller) }
    guard let question else { return .allowed(signatory.caller) }
    if let denial = denial(of: question, to: signatory, carried) {
      await record(denial, carried, operation, caller: signatory.caller)
      return .refused(denial)
    }
    return .allowed(signatory.caller)
  }

  /// Of what is throttled, the first of each caller in a minute is put on record.
  private func refused(
    _ verdict: CallerRates.Verdict, or refusal: Refusal?, _ carried: CarriedRequest, _ operation: String, caller: Caller?
  ) async -> JudgeRequest.Reply {
    let refusal = verdict == .admitted ? refusal ?? .throttled : .throttled
    if verdict != .throttled(isFirst: false) { await record(refusal, carried, operation, caller: caller) }
    return .refused(refusal)
  }

  /// Who signed the request.
  /// - Throws: SignatureProblem.
  func verified(_ carried: CarriedRequest) async throws -> Signatory {
    let now = now()
    let claim = try verifier.read(carried.request, at: now)
    let signatory = try await directory.signatory(claim.credential.accessKeyID)
    let verified = try verifier.verify(claim, secret: signatory?.secret)
    let isMutating = carried.request.method != "GET" && carried.request.method != "HEAD"
    try replays.withLock { guarded throws(SignatureProblem) in try guarded.admit(verified, isMutating: isMutating, at: now) }
    guard let signatory, verified.sessionToken == nil else {
      throw SignatureProblem(.unknownAccessKey, "The security token included in the request is invalid.")
    }
    return signatory
  }

  /// - Returns: nil when every resource is allowed.
  private func denial(of question: CarriedQuestion, to signatory: Signatory, _ carried: CarriedRequest) -> Refusal? {
    let general = RequestContext.keys(of: carried, signatory, in: place).merging(question.context) { $1 }
    let principal = Principal(kind: .aws, name: signatory.caller.arn, account: signatory.caller.accountID)
    for resource in question.resources {
      var context = general
      for (key, value) in resource.tags { context["aws:ResourceTag/\(key)"] = [value] }
      let asked = AccessQuestion(
        principal: principal, action: question.action, resource: resource.arn, resourceAccount: nil, context: Context(context))
      let decision = asked.decide(signatory.policies)
      guard decision.outcome != .allowed else { continue }
      return Refusal(
        code: "AccessDeniedException",
        message: "User: \(principal.name) is not authorized to perform: \(question.action) on resource: \(resource.arn): "
          + decision.reasons.joined(separator: "; "),
        status: 403)
    }
    return nil
  }

  /// The audit event of a refusal: who asked for what, and why it was refused, without any of the request's members.
  private func record(_ refusal: Refusal, _ carried: CarriedRequest, _ operation: String, caller: Caller?) async {
    await trail.record(
      AuditEvent.refusal(refusal, carried, operation: operation, caller: caller, place: place, eventID: newID()))
  }
}
