import Vocabulary
import Link
import AWSWire
import ConnectAPI

/// Tells a caller who it is. No permission is needed: AWS answers it even to those whom a policy denies it.
struct GetCallerIdentity: QueryOperation {
  let recorder: EventRecorder

  func perform(_ request: QueryRequest, _ call: QueryCall) async throws -> [WireElement] {
    if let unknown = request.parameters.first {
      throw ValidationProblem(.unknownMember, unknown.name, "this operation has no such parameter.")
    }
    await recorder.record(call.carried, operation: Self.name, caller: call.caller) { $0["readOnly"] = true }
    let caller = call.caller
    return [WireElement("Arn", caller.arn), WireElement("UserId", caller.principalID), WireElement("Account", caller.accountID)]
  }
}
