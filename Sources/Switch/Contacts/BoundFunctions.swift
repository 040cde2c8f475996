import FlowEngine
import Functions
import ResourceStore

/// The Lambda functions that flows may invoke: associated with their instance, and bound by the administrator.
struct BoundFunctions: Sendable {
  let store: any ConfigurationStore
  let invoker: FunctionInvoker

  func answer(_ request: FunctionRequest, in instanceID: String) async -> FunctionAnswer {
    let isAssociated = try? await store.read { try LambdaFunctions.record(of: request.arn, in: instanceID, $0) != nil }
    guard isAssociated == true else { return .failed("the function is not associated with the instance") }
    let call = FunctionCall(
      arn: request.arn, servicePath: FunctionCall.invocation(of: request.arn), payload: request.payload,
      timeLimitSeconds: request.timeLimitSeconds,
      isAsynchronous: request.isAsynchronous)
    return switch await invoker.invoke(call) {
    case .answered(let json): .answered(json)
    case .failed(let reason): .failed(reason)
    }
  }
}
