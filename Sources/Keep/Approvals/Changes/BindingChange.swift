import Vocabulary

/// What answers for a function or a bot: contacts' data goes there while they are open.
struct BindingChange: ApprovableChange {
  static let kind = "Bind"

  let arn: String
  /// The digest of the binding, its program's content included: this and no other is approved.
  let digest: String
  /// Where to, without what may be secret.
  let target: String

  init(arn: String, digest: String, target: String) {
    self.arn = arn
    self.digest = digest
    self.target = target
  }

  var summary: String { "\(arn) is answered by \(target)" }

  func apply(with tools: ChangeTools) async throws { try await tools.bindings.approve(digest, of: arn) }

  var json: JSON { ["arn": .string(arn), "digest": .string(digest), "target": .string(target)] }

  init?(json: JSON) {
    guard let arn = json["arn"]?.string, let digest = json["digest"]?.string, let target = json["target"]?.string else {
      return nil
    }
    self.init(arn: arn, digest: digest, target: target)
  }
}
