import RequestSigning
import Protection
import Access
import AWSWire
import ConnectAPI
import Link
import Vocabulary

/// Begins a session of a role: temporary credentials that say for what they are, and end by themselves.
///
/// The role's trust policy must grant it, and neither it nor the caller's policies may deny it. The audit event and the session
/// come to rest in one transaction, before the credentials are told.
struct AssumeRole: QueryOperation {
  private static let secondsDefault = 3_600
  /// A session that a session began lasts an hour at most (IAM User Guide, "Role chaining").
  private static let chainedSecondsMax = 3_600

  let authority: Authority
  let directory: IdentityDirectory
  let log: AuditLog
  let recorder: EventRecorder

  func perform(_ request: QueryRequest, _ call: QueryCall) async throws -> [WireElement] {
    try mustBeSignedInHeader(call)
    let input = try AssumeRoleInput(request)
    let role = try await trusted(input, call)
    let seconds = try seconds(input, role, call)
    let credentials = TemporaryCredentials.make()
    let session = RoleSession(
      accessKeyID: credentials.key.id, roleID: role.roleID, tokenDigest: RoleSession.digest(credentials.token), beganAt: call.now,
      expiresAt: call.now.adding(seconds: Int64(seconds)), revokedAt: nil,
      terms: RoleSession.Terms(
        secret: credentials.key.secret, name: input.sessionName, assumedBy: call.caller.arn,
        sourceIdentity: input.sourceIdentity ?? call.caller.session?.sourceIdentity,
        tags: Dictionary(input.tags.map { ($0.key, $0.value) }) { first, _ in first }, policy: input.policy))
    try await store(session, role, input, call)
    try await confirm(session, call)
    return result(session, role, credentials)
  }

  /// A presigned request can be used again by whoever sees its URL: each use would make credentials.
  private func mustBeSignedInHeader(_ call: QueryCall) throws {
    guard call.carried.request.header("authorization") != nil else {
      throw WireError(
        code: "AccessDenied", message: "AssumeRole is not answered to a presigned request: sign it in its header.", status: 403)
    }
  }

  /// The role, if it may be assumed. One that is not there is denied like one that may not; the reason is for the ledger alone.
  private func trusted(_ input: AssumeRoleInput, _ call: QueryCall) async throws -> RoleRecord {
    let role = try await role(input.roleARN)
    let trust = try role?.trustPolicy() ?? Policy.parse(["Statement": []], as: .resource)
    var actions = ["sts:AssumeRole"]
    if !input.tags.isEmpty { actions.append("sts:TagSession") }
    if input.sourceIdentity != nil { actions.append("sts:SetSourceIdentity") }
    let known = call.caller.session?.sourceIdentity
    var denial = authority.denial(
      ofAssuming: input.roleARN, trust: trust, actions: actions, context: context(input, known), for: call.signatory, call.carried
    )
    if denial == nil, let known, let stated = input.sourceIdentity, known != stated {
      denial = Refusal(code: "AccessDenied", message: "a source identity that was set cannot be changed", status: 403)
    }
    guard let role, denial == nil else {
      let refusal = denial ?? Refusal(code: "AccessDenied", message: "there is no such role", status: 403)
      let asked = AskedOperation(name: Self.name, source: recorder.source, wire: .query)
      await authority.record(refusal, call.carried, asked, caller: call.caller)
      throw WireError(
        code: "AccessDenied", message: Authority.text("sts:AssumeRole", input.roleARN, call.caller), status: 403)
    }
    return role
  }

  private func role(_ arn: String) async throws -> RoleRecord? {
    guard let name = arn.split(separator: "/", maxSplits: 1).last, directory.roleARN(String(name)) == arn else { return nil }
    return try await directory.role(named: String(name))
  }

  private func context(_ input: AssumeRoleInput, _ known: String?) -> [String: [String]] {
    var context = ["sts:RoleSessionName": [input.sessionName]]
    context["sts:SourceIdentity"] = (input.sourceIdentity ?? known).map { [$0] }
    context["sts:ExternalId"] = input.externalID.map { [$0] }
    for tag in input.tags { context["aws:RequestTag/\(tag.key)"] = [tag.value] }
    if !input.tags.isEmpty { context["aws:TagKeys"] = input.tags.map(\.key) }
    return context
  }

  private func seconds(_ input: AssumeRoleInput, _ role: RoleRecord, _ call: QueryCall) throws -> Int {
    let isChained = call.caller.session != nil
    let most = isChained ? min(role.sessionSecondsMax, Self.chainedSecondsMax) : role.sessionSecondsMax
    guard let asked = input.durationSeconds else { return min(Self.secondsDefault, most) }
    guard asked <= most else {
      throw WireError(
        code: "ValidationError",
        message: isChained && role.sessionSecondsMax >= asked
          ? "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining"
          : "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.", status: 400)
    }
    return asked
  }
}

// MARK: On record

extension AssumeRole {
  private func confirm(_ session: RoleSession, _ call: QueryCall) async throws {
    guard try await !directory.confirm(session, begunWith: call.caller.accessKeyID, at: call.now) else { return }
    let refusal = Refusal(code: "InvalidClientTokenId", message: "who asked was shut out before the session began", status: 403)
    let asked = AskedOperation(name: Self.name, source: recorder.source, wire: .query)
    await authority.record(refusal, call.carried, asked, caller: call.caller)
    throw WireError(code: refusal.code, message: "The security token included in the request is invalid.", status: refusal.status)
  }

  private func store(_ session: RoleSession, _ role: RoleRecord, _ input: AssumeRoleInput, _ call: QueryCall) async throws {
    let storing = try directory.sessions.storing(session)
    var events = [event(session, role, input, call)]
    if role.isBreakGlass { events.append(breakGlassEvent(session, role, call)) }
    do {
      _ = try await log.receipt(for: events, also: storing)
    } catch RoleSessionProblem.tooMany {
      throw WireError(
        code: "LimitExceeded", message: "\(RoleSessions.runningMax) sessions run at once: let some end.", status: 400)
    } catch {
      throw WireError(
        code: "ServiceUnavailable", message: "The ledger cannot be written: no session is begun without its entry.", status: 503)
    }
  }

  private func event(_ session: RoleSession, _ role: RoleRecord, _ input: AssumeRoleInput, _ call: QueryCall) -> JSON {
    recorder.event(call.carried, operation: Self.name, caller: call.caller) { event in
      var parameters = JSON.Object()
      parameters["roleArn"] = .string(role.arn)
      parameters["roleSessionName"] = .string(input.sessionName)
      parameters["durationSeconds"] = input.durationSeconds.map(JSON.number)
      parameters["sourceIdentity"] = session.terms.sourceIdentity.map(JSON.string)
      parameters["tags"] = .array(input.tags.map { ["key": .string($0.key), "value": .string(shown($0))] })
      parameters["policy"] = input.policy
      event["requestParameters"] = JSON(.object(parameters))
      let caller = directory.caller(session, role)
      event["responseElements"] = [
        "credentials": [
          "accessKeyId": .string(session.accessKeyID), "expiration": .string(session.expiresAt.rfc3339),
        ],
        "assumedRoleUser": ["assumedRoleId": .string(caller.principalID), "arn": .string(caller.arn)],
      ]
      event["readOnly"] = true
      event["resources"] = [
        ["accountId": .string(call.caller.accountID), "type": "AWS::IAM::Role", "ARN": .string(role.arn)]
      ]
    }
  }

  /// The purpose stands in clear, since it is what a reader of the ledger asks for; nobody knows what other tags hold.
  private func shown(_ tag: (key: String, value: String)) -> String {
    tag.key.lowercased() == "purpose" ? tag.value : recorder.digest.text(of: .string(tag.value))
  }

  private func breakGlassEvent(_ session: RoleSession, _ role: RoleRecord, _ call: QueryCall) -> JSON {
    recorder.event(call.carried, operation: "BreakGlassAssumed", caller: call.caller) { event in
      event["eventSource"] = "switchkeep"
      event["eventType"] = "AwsServiceEvent"
      var details = JSON.Object()
      details["roleArn"] = .string(role.arn)
      details["accessKeyId"] = .string(session.accessKeyID)
      details["sourceIdentity"] = session.terms.sourceIdentity.map(JSON.string)
      details["purpose"] = session.purpose.map(JSON.string)
      details["expiration"] = .string(session.expiresAt.rfc3339)
      event["serviceEventDetails"] = JSON(.object(details))
      event["readOnly"] = false
    }
  }

  private func result(_ session: RoleSession, _ role: RoleRecord, _ credentials: TemporaryCredentials) -> [WireElement] {
    let caller = directory.caller(session, role)
    let told = [
      WireElement(
        "Credentials",
        [
          WireElement("AccessKeyId", session.accessKeyID), WireElement("SecretAccessKey", credentials.key.secret),
          WireElement("SessionToken", credentials.token), WireElement("Expiration", session.expiresAt.rfc3339),
        ]),
      WireElement("AssumedRoleUser", [WireElement("AssumedRoleId", caller.principalID), WireElement("Arn", caller.arn)]),
    ]
    return told + (session.terms.sourceIdentity.map { [WireElement("SourceIdentity", $0)] } ?? [])
  }
}
