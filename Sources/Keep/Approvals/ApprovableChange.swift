import Link
import Protection
import SQLiteEngine
import Vocabulary

/// A change that takes effect when an officer has approved it.
protocol ApprovableChange: Sendable {
  /// What it is called on record.
  static var kind: String { get }
  /// What it is, as one line for who decides.
  var summary: String { get }
  /// As it rests.
  var json: JSON { get }
  /// - Returns: nil for what `json` did not make.
  init?(json: JSON)
  /// Whether it gives a right to who would approve it: they cannot then.
  /// - Throws: ApprovalProblem for one that fits no more, whoever approves it.
  func benefits(_ caller: Caller, with tools: ChangeTools) async throws -> Bool
  /// Carries it out. It may come again after a failure, and twice is as good as once.
  func apply(with tools: ChangeTools) async throws
}

extension ApprovableChange {
  func benefits(_ caller: Caller, with tools: ChangeTools) async throws -> Bool { false }
}

/// What changes are carried out with.
struct ChangeTools: Sendable {
  let database: SQLiteDatabase
  let directory: IdentityDirectory
  let webhooks: WebhookTable
  let bindings: ApprovedBindings
  let keyPolicies: KeyPolicies
  let now: @Sendable () -> Moment
}

/// Every kind of change that there is, one line each.
enum ChangeCatalogue {
  private static let all: [any ApprovableChange.Type] = [
    AddWebhookChange.self, BindingChange.self, ContentAccessChange.self, CreateIdentityChange.self, CreateRoleChange.self,
    ExportChange.self, KeyPolicyChange.self,
  ]

  static func change(_ kind: String, _ json: JSON) -> (any ApprovableChange)? {
    all.first { $0.kind == kind }.flatMap { $0.init(json: json) }
  }
}
