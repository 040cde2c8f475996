import Access
import Link
import Vocabulary

/// A new role whose sessions reach content.
struct CreateRoleChange: ApprovableChange {
  static let kind = "CreateRole"

  let role: RoleRecord
  /// Whom the trust policy names and who is not there: whoever is made under such a name later may begin sessions.
  let strangers: [String]

  init(role: RoleRecord, strangers: [String]) {
    self.role = role
    self.strangers = strangers
  }

  var summary: String {
    "role \(role.roleName)" + (role.isBreakGlass ? " (break-glass)" : "") + ": "
      + ContentReach.words(role.policies.map(\.document), within: role.boundary)
      + (strangers.isEmpty ? "" : "; it trusts who is not there: " + strangers.prefix(4).joined(separator: ", "))
  }

  func check(with tools: ChangeTools) async throws {
    guard try await tools.directory.role(named: role.roleName) == nil else {
      throw ApprovalProblem(.decided, "there is a role \(role.roleName) meanwhile: deny this one")
    }
  }

  /// Whom the trust policy means, by name, account or as everyone, gains by it.
  func benefits(_ caller: Caller, with tools: ChangeTools) async throws -> Bool {
    let principal = Principal(kind: .aws, name: caller.arn, account: caller.accountID)
    return (try? role.trustPolicy())?.mayGrant(to: principal) ?? true
  }

  func apply(with tools: ChangeTools) async throws {
    guard try await tools.directory.role(role.roleID) == nil else { return }
    try await tools.directory.createRole(role, at: tools.now())
  }

  var json: JSON {
    [
      "roleId": .string(role.roleID), "roleName": .string(role.roleName), "arn": .string(role.arn), "trust": role.trust,
      "policies": .array(role.policies.map { ["name": .string($0.name), "document": $0.document] }),
      "boundary": role.boundary ?? .null, "maxSessionSeconds": .number(role.maxSessionSeconds),
      "strangers": .strings(strangers),
      "tags": .object(role.tags.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }),
    ]
  }

  init?(json: JSON) {
    guard let id = json["roleId"]?.string, let name = json["roleName"]?.string, let arn = json["arn"]?.string,
      let trust = json["trust"], let seconds = json["maxSessionSeconds"]?.int
    else { return nil }
    strangers = (json["strangers"]?.array ?? []).compactMap(\.string)
    role = RoleRecord(
      roleID: id, roleName: name, arn: arn, trust: trust, policies: PolicyList.read(json["policies"]),
      boundary: json["boundary"].flatMap { $0.isNull ? nil : $0 }, maxSessionSeconds: seconds,
      tags: (json["tags"]?.object?.members ?? []).reduce(into: [:]) { $0[$1.name] = $1.value.string })
  }
}

/// Named policies as changes hold them.
enum PolicyList {
  static func read(_ json: JSON?) -> [(name: String, document: JSON)] {
    (json?.array ?? []).compactMap { entry in
      guard let name = entry["name"]?.string, let document = entry["document"] else { return nil }
      return (name, document)
    }
  }
}
