import Crypto
import Foundation
import MessageFormat
import Opening
import OutboundHTTP
package import Sealing
package import Vocabulary

/// What a person with access to the machine asks for: what widens a right to content, or changes where content flows, waits
/// for an officer; what does not is done at once.
extension KeepProcess {
  /// Who asks, where a command does.
  static var operatorName: String { "operator/\(NSUserName())" }

  func request(_ change: any ApprovableChange, _ details: [(String, JSON)]) async throws -> Approval {
    try await approvals.request(change, by: Self.operatorName) { approval in
      let shown: [(String, JSON)] = [
        ("approvalId", .string(approval.id)), ("kind", .string(approval.kind)), ("summary", .string(approval.summary)),
      ]
      return commandEvent("RequestChange", .object(shown + details), errorCode: nil)
    }
  }

  private var trust: TrustReach { TrustReach(directory: directory, approvals: approvals) }

  /// IAM's names of users and roles: a name that could be read as words would speak to who decides.
  private static func checkName(_ name: String) throws {
    let isName =
      (1...64).contains(name.utf8.count)
      && name.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
          || "_+=,.@-".utf8.contains(byte)
      }
    guard isName else { throw ApprovalProblem(.invalid, "a name has 1 to 64 letters, digits and _+=,.@-") }
  }

  /// An identity with one access key. One that reaches content, or that a role which does trusts already, works when an officer
  /// has approved it; the key of one who may approve is told to that officer.
  /// - Throws: PolicyProblem for a document that is no policy; when the name is taken.
  package func requestIdentity(
    _ name: String, policy: JSON, boundary: JSON?
  ) async throws -> (key: GeneratedAccessKey?, waitsFor: Approval?) {
    try Self.checkName(name)
    let user = try directory.prepared(name, policies: [("Given", policy)], boundary: boundary, tags: [:])
    guard try await !directory.hasUser(named: name) else { throw ApprovalProblem(.decided, "there is an identity \(name)") }
    let details: [(String, JSON)] = [
      ("userName", .string(name)), ("policy", policy), ("permissionsBoundary", boundary ?? .null),
    ]
    let key = GeneratedAccessKey.make()
    let isReached = try ContentReach.isReached(by: [policy], within: boundary)
    let isTrusted = try await trust.isTrusted(user.arn)
    if isReached || isTrusted {
      let change = CreateIdentityChange(user: user, key: key)
      return (change.isOfApprover ? nil : key, try await request(change, details))
    }
    try await recordCommand("CreateIdentity", .object(details), errorCode: nil)
    try await directory.store(user, key, at: configuration.now())
    return (key, nil)
  }

  /// A role. One whose sessions reach content is there when an officer has approved it.
  /// - Throws: PolicyProblem for a document that is no policy of its kind; when the name is taken.
  package func requestRole(
    _ name: String, trust: JSON, policy: JSON, boundary: JSON?, maxSessionSeconds: Int, isBreakGlass: Bool
  ) async throws -> (arn: String, waitsFor: Approval?) {
    try Self.checkName(name)
    guard !isBreakGlass || maxSessionSeconds <= RoleRecord.breakGlassSecondsMax else {
      throw ApprovalProblem(.invalid, "a session of a break-glass role lasts \(RoleRecord.breakGlassSecondsMax) seconds at most")
    }
    let role = RoleRecord(
      roleID: GeneratedAccessKey.roleID(), roleName: name, arn: directory.roleARN(name), trust: trust,
      policies: [("Given", policy)], boundary: boundary, maxSessionSeconds: maxSessionSeconds,
      tags: isBreakGlass ? [RoleRecord.breakGlassTag: "true"] : [:])
    _ = (try role.trustPolicy(), try role.policySet(session: nil))
    guard try await directory.role(named: name) == nil else { throw ApprovalProblem(.decided, "there is a role \(name)") }
    let details: [(String, JSON)] = [
      ("roleName", .string(name)), ("assumeRolePolicyDocument", trust), ("policy", policy),
      ("permissionsBoundary", boundary ?? .null), ("maxSessionDuration", .number(maxSessionSeconds)),
      ("breakGlass", .bool(isBreakGlass)),
    ]
    let isReached = try ContentReach.isReached(by: [policy], within: boundary)
    let isTrusted = try await self.trust.isTrusted(role.arn)
    if isReached || isTrusted {
      let change = CreateRoleChange(role: role, strangers: try await self.trust.strangers(in: trust))
      return (role.arn, try await request(change, details))
    }
    try await recordCommand("CreateRole", .object(details), errorCode: nil)
    try await directory.createRole(role, at: configuration.now())
    return (role.arn, nil)
  }

  /// Has the stream delivered to an endpoint, when an officer has approved it.
  /// - Parameter cursor: where it begins; nil for what comes from then on.
  /// - Returns: the secret of its signatures; nil when there is one of that name, or there are as many as there may be.
  /// - Throws: OutboundProblem for a URL that is none of an endpoint.
  package func requestWebhook(
    _ webhook: Webhook, after cursor: StreamCursor?
  ) async throws -> (secret: String, waitsFor: Approval)? {
    try OutboundHTTP.check(webhook.url)
    guard try await webhooks.hasRoom(for: webhook) else { return nil }
    let secret = WebhookSecret.make()
    let approval = try await request(
      AddWebhookChange(webhook: webhook, secret: secret, cursor: cursor),
      [("name", .string(webhook.name)), ("origin", .string(OutboundHTTP.origin(of: webhook.url)))])
    return (secret.text, approval)
  }

  /// What is to answer for a function or a bot, once an officer has approved it.
  /// - Parameters:
  ///   - digest: of the binding, with what its program holds.
  ///   - shown: the binding without what may be secret.
  package func requestBinding(_ arn: String, digest: String, shown: JSON) async throws -> Approval? {
    if try await bindings.isApproved(digest, of: arn) { return nil }
    let target = shown["origin"]?.string ?? shown["program"].flatMap(\.string).map { "the program \($0)" } ?? ""
    let details = (shown.object?.members ?? []).map { ($0.name, $0.value) }
    return try await request(BindingChange(arn: arn, digest: digest, target: target), details)
  }

  /// Takes back what was approved for an ARN.
  package func revokeBinding(_ arn: String, event name: String) async throws {
    try await recordCommand(name, ["arn": .string(arn)], errorCode: nil)
    try await bindings.revoke(arn)
  }

  /// Asks for an object, sealed anew to a key of somebody else's.
  /// - Throws: ContentProblem.notThere.
  package func requestExport(_ id: String, to recipient: SealingPublicKey, purpose: String) async throws -> Approval {
    guard let manifest = try await archive.content.manifest(id) else {
      throw ContentProblem(.notThere, "there is no such object")
    }
    let change = ExportChange(
      objectID: id, contactID: manifest.contactID, purpose: purpose, recipient: recipient.digest)
    return try await request(
      change,
      [
        ("ObjectId", .string(id)), ("ContactId", .string(manifest.contactID)), ("Purpose", .string(purpose)),
        ("RecipientKey", .string("\(recipient.providerID)/\(recipient.name)")),
      ])
  }

  /// Seals what an officer has approved to its recipient: the private halves of our own never leave.
  /// - Parameter write: takes the new message, in order.
  /// - Throws: ApprovalProblem.notApproved, also where the key is another than that which was asked for.
  package func export(_ approvalID: String, to recipient: SealingPublicKey, write: ([UInt8]) async throws -> Void) async throws {
    let content = archive.content
    let (_, asked) = try await approvals.approved(ExportChange.self, approvalID, by: Self.operatorName)
    guard asked.recipient == recipient.digest else {
      throw ApprovalProblem(.notApproved, "the key is another than that which was approved")
    }
    guard let manifest = try await content.manifest(asked.objectID) else {
      throw ContentProblem(.notThere, "there is no such object")
    }
    let key = try await content.key(of: manifest.object)
    let use = try await keyUses.ofAccount(manifest.object, key.id, in: commandEvent("Decrypt", .null, errorCode: nil))
    _ = try await approvals.fetch(
      ExportChange.self, approvalID, by: Self.operatorName,
      events: { _, change in
        [
          commandEvent(
            "ExportContent",
            [
              "ObjectId": .string(change.objectID), "ContactId": .string(change.contactID),
              "InstanceId": .string(manifest.instanceID), "Purpose": .string(change.purpose),
              "RecipientKey": .string("\(recipient.providerID)/\(recipient.name)"), "ApprovalId": .string(approvalID),
            ], errorCode: nil), use,
        ]
      }, also: { _ in })
    try await content.reader(of: manifest, under: key.id).seal(
      to: recipient, frameLength: .kibibytes4, context: manifest.context, write: write)
  }
}
