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
  /// As who decides sees it: all of it but secrets.
  var shown: JSON { get }
  /// What is told to who approves it, this once; nil for nothing.
  var handedOver: JSON? { get }
  /// As it rests.
  var json: JSON { get }
  /// - Returns: nil for what `json` did not make.
  init?(json: JSON)
  /// Whether it gives a right to who would approve it: they cannot then.
  /// - Throws: ApprovalProblem for one that fits no more, whoever approves it.
  func benefits(_ caller: Caller, with tools: ChangeTools) async throws -> Bool
  /// - Throws: ApprovalProblem where it cannot be carried out as things are now.
  func check(with tools: ChangeTools) async throws
  /// Carries it out. It may come again after a failure, and twice is as good as once.
  func apply(with tools: ChangeTools) async throws
}

extension ApprovableChange {
  func benefits(_ caller: Caller, with tools: ChangeTools) async throws -> Bool { false }
  var handedOver: JSON? { nil }
  func check(with tools: ChangeTools) async throws {}

  var shown: JSON {
    .object((json.object?.members ?? []).filter { $0.name != "secret" && !$0.value.isNull }.map { ($0.name, $0.value) })
  }
}

/// What changes are carried out with.
struct ChangeTools: Sendable {
  let database: SQLiteDatabase
  let directory: IdentityDirectory
  let webhooks: WebhookTable
  let telephony: TelephonyTable
  let bindings: ApprovedBindings
  let keyPolicies: KeyPolicies
  let now: @Sendable () -> Moment
  /// Who approved what is carried out.
  var approver: String?
}

/// Every kind of change that there is, one line each.
enum ChangeCatalogue {
  private static let all: [any ApprovableChange.Type] = [
    ActivateAccessKeyChange.self, AddTrunkChange.self, AddWebhookChange.self, BindingChange.self, ContentAccessChange.self,
    CreateIdentityChange.self, CreateRoleChange.self, ExportChange.self, KeyPolicyChange.self, StorageConfigChange.self,
  ]

  /// Whether changes of the kind wait, once they are approved, for who asked.
  static func isFetched(_ kind: String) -> Bool { all.contains { $0.kind == kind && $0 is any FetchedChange.Type } }

  static func change(_ kind: String, _ json: JSON) -> (any ApprovableChange)? {
    all.first { $0.kind == kind }.flatMap { $0.init(json: json) }
  }
}
