/// Switch to keep: is this request signed by one of ours, and may its signer do this?
///
/// The keep records every refusal itself; the switch records what came of an allowed request.
public struct JudgeRequest: LinkMessage {
  public static let name = "judge-request"
  public static let layout = LinkLayout(JudgeRequest.init(carried:operation:question:), \.carried, \.operation, \.question)

  public enum Reply {
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

extension JudgeRequest.Reply: LinkCodable {
  public func write(into writer: inout LinkWriter) {
    switch self {
    case .allowed(let caller):
      writer.write(byte: 0)
      caller.write(into: &writer)
    case .refused(let refusal):
      writer.write(byte: 1)
      refusal.write(into: &writer)
    }
  }

  public init(from reader: inout LinkReader) throws(LinkProblem) {
    switch try reader.readByte() {
    case 0: self = .allowed(try Caller(from: &reader))
    case 1: self = .refused(try Refusal(from: &reader))
    default: throw .malformed("an outcome is unknown")
    }
  }
}
