import AWSWire
import Link
import Vocabulary

/// Begins the session that an officer has approved: credentials for these objects alone, once, to who asked for them.
struct GetContentCredentials: ApprovalOperation {
  let approvals: Approvals
  let directory: IdentityDirectory

  func perform(_ members: JSONMembers, _ call: ApprovalCall) async throws -> JSON {
    var members = members
    let id = try members.string("ApprovalId", length: 1...64)
    try members.finish()
    try await call.mustBeAllowed(on: call.arn(id))
    guard let role = try await directory.role(named: FirstRoles.contentReaderName) else {
      throw ApprovalProblem(.notThere, "the role \(FirstRoles.contentReaderName) is gone: nothing can be read through it")
    }
    let (_, change) = try await approvals.approved(ContentAccessChange.self, id, by: call.caller.arn)
    let credentials = TemporaryCredentials.make()
    let session = session(change, role, credentials, call.caller, at: approvals.tools.now())
    _ = try await approvals.fetch(
      ContentAccessChange.self, id, by: call.caller.arn,
      events: { approval, change in
        [
          call.event(
            approval,
            [
              ("purpose", .string(change.purpose)), ("accessKeyId", .string(session.accessKeyID)),
              ("expiration", .string(session.expiresAt.rfc3339)), ("resources", .strings(change.resources)),
            ])
        ]
      }, also: try directory.sessions.storing(session))
    guard try await directory.confirm(session, begunWith: call.caller.accessKeyID, at: session.beganAt) else {
      throw WireError(
        code: "UnrecognizedClientException", message: "The security token included in the request is invalid.", status: 403)
    }
    return [
      "Credentials": [
        "AccessKeyId": .string(session.accessKeyID), "SecretAccessKey": .string(credentials.key.secret),
        "SessionToken": .string(credentials.token), "Expiration": .string(session.expiresAt.rfc3339),
      ],
      "Resources": .strings(change.resources),
    ]
  }

  private func session(
    _ change: ContentAccessChange, _ role: RoleRecord, _ credentials: TemporaryCredentials, _ caller: Caller, at now: Moment
  ) -> RoleSession {
    RoleSession(
      accessKeyID: credentials.key.id, roleID: role.roleID, tokenDigest: RoleSession.digest(credentials.token), beganAt: now,
      expiresAt: now.adding(seconds: Int64(change.seconds)), revokedAt: nil,
      terms: RoleSession.Terms(
        secret: credentials.key.secret, name: "approved", assumedBy: caller.arn, sourceIdentity: caller.userName,
        tags: ["purpose": change.purpose], policy: change.sessionPolicy))
  }
}
