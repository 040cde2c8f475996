import AWSWire
import Link

/// Tells a caller who it is. No permission is needed: AWS answers it even to those whom a policy denies it.
struct GetCallerIdentity: QueryOperation {
  static let action: String? = nil

  func perform(_ request: QueryRequest, by caller: Caller) throws -> [(name: String, value: String)] {
    if let unknown = request.parameters.first {
      throw ValidationProblem(.unknownMember, unknown.name, "this operation has no such parameter.")
    }
    return [("Arn", caller.arn), ("UserId", caller.principalID), ("Account", caller.accountID)]
  }
}
