import AWSWire
import ConnectAPI
import ResourceStore

/// Takes from the flows of an instance the right to call a Lambda function.
struct DisassociateLambdaFunction: WriteOperation {
  static let rule: OperationRule<DisassociateLambdaFunctionRequest> = OperationRule(
    action: "connect:DisassociateLambdaFunction",
    resources: { [$1.instanceARN($0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "FunctionArn"]),
    refuses: [])

  func perform(_ input: DisassociateLambdaFunctionRequest, _ call: WriteCall) throws -> EmptyResponse {
    try LambdaFunctions.check(input.functionArn)
    let instance = try call.instance(input.instanceId).id
    guard let record = try LambdaFunctions.record(of: input.functionArn, in: instance, call.reader) else {
      throw ConnectError(.resourceNotFound, "The Lambda function \(input.functionArn) is not associated with this instance.")
    }
    try call.delete(.lambdaFunction, try call.resource(.lambdaFunction, record))
    return EmptyResponse()
  }
}
