import ConnectAPI
package import Vocabulary

/// What commands do with roles and their sessions.
extension KeepProcess {
  /// Makes a role.
  /// - Throws: PolicyProblem for a document that is no policy of its kind; when the name is taken.
  package func createRole(
    _ name: String, trust: JSON, policies: [(name: String, document: JSON)], boundary: JSON?, maxSessionSeconds: Int,
    tags: [String: String]
  ) async throws -> String {
    let role = RoleRecord(
      roleID: GeneratedAccessKey.roleID(), roleName: name, arn: directory.roleARN(name), trust: trust, policies: policies,
      boundary: boundary, maxSessionSeconds: maxSessionSeconds, tags: tags)
    try await directory.createRole(role, at: configuration.now())
    return role.arn
  }

  /// How long a session of a role may last at most, in seconds: the bounds of a role's own bound.
  package static var roleSessionSeconds: ClosedRange<Int> { RoleRecord.sessionSeconds }

  /// The same of one that opens all content.
  package static var breakGlassSecondsMax: Int { RoleRecord.breakGlassSecondsMax }

  /// The tag of a role whose assumption is an event of its own.
  package static var breakGlassTag: String { RoleRecord.breakGlassTag }

  /// ContentReader and BreakGlass, which trust the security officer.
  func createFirstRoles() async throws {
    let officer = "arn:aws:iam::\(configuration.place.account):user/\(FirstIdentities.officerName)"
    _ = try await createRole(
      FirstRoles.contentReaderName, trust: FirstRoles.contentReaderTrust(officer),
      policies: [("ContentReader", FirstRoles.contentReaderPolicy)], boundary: nil,
      maxSessionSeconds: FirstRoles.maxSessionSeconds, tags: [:])
    _ = try await createRole(
      FirstRoles.breakGlassName, trust: FirstRoles.breakGlassTrust(officer),
      policies: [("BreakGlass", FirstRoles.breakGlassPolicy)], boundary: nil,
      maxSessionSeconds: FirstRoles.maxSessionSeconds, tags: [RoleRecord.breakGlassTag: "true"])
  }

  /// The sessions that are remembered, the newest first, without their secrets.
  package func listSessions() async throws -> [JSON] {
    let now = configuration.now()
    var lines: [JSON] = []
    for session in try await directory.sessions.all() {
      let role = try await directory.role(session.roleID)
      lines.append(Self.line(session, role?.roleName ?? session.roleID, at: now))
    }
    return lines
  }

  private static func line(_ session: RoleSession, _ role: String, at now: Moment) -> JSON {
    var line = JSON.Object()
    line["AccessKeyId"] = .string(session.accessKeyID)
    line["Role"] = .string(role)
    line["RoleSessionName"] = .string(session.terms.name)
    line["AssumedBy"] = .string(session.terms.assumedBy)
    line["SourceIdentity"] = session.terms.sourceIdentity.map(JSON.string)
    line["Purpose"] = session.purpose.map(JSON.string)
    line["BeganAt"] = .string(session.beganAt.rfc3339)
    line["ExpiresAt"] = .string(session.expiresAt.rfc3339)
    line["State"] = session.isRevoked ? "revoked" : session.expiresAt > now ? "running" : "expired"
    return JSON(.object(line))
  }

  /// Ends sessions at once, whichever process serves them: one by its access key, or all of a role by its name; with them those
  /// that were begun in them.
  /// - Returns: how many were running; nil when there is no such role.
  package func revokeSessions(accessKeyID: String?, roleName: String?) async throws -> Int? {
    var roleID: String?
    if let roleName {
      guard let role = try await directory.role(named: roleName) else { return nil }
      roleID = role.roleID
    }
    return try await directory.revokeSessions(at: configuration.now()) { session in
      session.accessKeyID == accessKeyID ?? session.accessKeyID && session.roleID == roleID ?? session.roleID
    }
  }
}
