/// Switch to keep: is this request signed by one of ours, and may its signer do this?
///
/// The keep records every refusal itself; the switch records what came of an allowed request.
public struct JudgeRequest: LinkMessage {
  public static let name = "judge-request"

  public enum Reply: Sendable {
    case allowed(Caller)
    case refused(Refusal)
  }

  public let carried: CarriedRequest
  /// The name of the operation, for the audit event of a refusal.
  public let operation: String
  /// nil when the request is so malformed that no resource can be named: then only the signature is judged.
  public let question: CarriedQuestion?

  public init(carried: CarriedRequest, operation: String, question: CarriedQuestion?) {
    self.carried = carried
    self.operation = operation
    self.question = question
  }
}
