import Access
import ConnectAPI
import Protection
import ResourceStore
import Vocabulary

extension Kind {
  static let iamRole: Kind = "iam-role"
}

/// An IAM role as it is stored: who may assume it, what its sessions may do and for how long, and the boundary of what they may
/// ever do.
struct RoleRecord: Sendable {
  /// How long a session of it may last at most (IAM, CreateRole, MaxSessionDuration; AWS begins at an hour, AssumeRole at 900 s).
  static let sessionSeconds = 900...43_200
  /// How long one may that opens all content: an hour.
  static let breakGlassSecondsMax = 3_600
  /// The tag of roles whose assumption is an event of its own.
  static let breakGlassTag = "switchkeep:break-glass"

  /// `AROA...`.
  let roleID: String
  let roleName: String
  let arn: String
  let trust: JSON
  let policies: [(name: String, document: JSON)]
  let boundary: JSON?
  let maxSessionSeconds: Int
  let tags: [String: String]

  init(
    roleID: String, roleName: String, arn: String, trust: JSON, policies: [(name: String, document: JSON)], boundary: JSON?,
    maxSessionSeconds: Int, tags: [String: String]
  ) {
    self.roleID = roleID
    self.roleName = roleName
    self.arn = arn
    self.trust = trust
    self.policies = policies
    self.boundary = boundary
    self.maxSessionSeconds = maxSessionSeconds
    self.tags = tags
  }

  init(_ record: Record) {
    self.init(
      roleID: record.id, roleName: record.name ?? "", arn: record.arn,
      trust: record.document["AssumeRolePolicyDocument"] ?? .null,
      policies: (record.document["Policies"]?.object?.members ?? []).map { ($0.name, $0.value) },
      boundary: record.document["PermissionsBoundary"],
      maxSessionSeconds: record.document["MaxSessionDuration"]?.int ?? Self.sessionSeconds.lowerBound, tags: record.tags)
  }

  func record(in account: String, at now: Moment) -> Record {
    var document = JSON.Object()
    document["AssumeRolePolicyDocument"] = trust
    document["Policies"] = .object(policies.map { ($0.name, $0.document) })
    document["PermissionsBoundary"] = boundary
    document["MaxSessionDuration"] = .number(maxSessionSeconds)
    return Record(
      kind: .iamRole, id: roleID, scope: account, arn: arn, name: roleName, document: JSON(.object(document)), sealed: nil,
      tags: tags, createdAt: now, modifiedAt: now)
  }

  /// Whether its assumption is an event of its own.
  var isBreakGlass: Bool { tags[Self.breakGlassTag] == "true" }

  /// How long a session may last at most, whatever the role was made with.
  var sessionSecondsMax: Int { isBreakGlass ? min(maxSessionSeconds, Self.breakGlassSecondsMax) : maxSessionSeconds }

  /// - Throws: PolicyProblem for a document that is no trust policy.
  func trustPolicy() throws -> Policy { try Policy.parse(trust, as: .resource) }

  /// What a session of the role may do.
  /// - Throws: PolicyProblem for a document that is no policy.
  func policySet(session: JSON?) throws -> PolicySet {
    PolicySet(
      identity: try policies.map { try Policy.parse($0.document, as: .identity) }, resource: nil,
      boundaries: try boundary.map { [try Policy.parse($0, as: .boundary)] } ?? [],
      session: try session.map { [try Policy.parse($0, as: .session)] } ?? [])
  }
}
