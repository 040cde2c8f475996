import AWSWire
import ConnectAPI
import ResourceStore

/// Lets the flows of an instance call a Lambda function.
struct AssociateLambdaFunction: WriteOperation {
  static let rule: OperationRule<AssociateLambdaFunctionRequest> = OperationRule(
    action: "connect:AssociateLambdaFunction",
    resources: { [$1.instanceARN($0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "FunctionArn"]),
    refuses: [])

  func perform(_ input: AssociateLambdaFunctionRequest, _ call: WriteCall) throws -> EmptyResponse {
    try LambdaFunctions.check(input.functionArn)
    try call.create(
      .lambdaFunction, id: call.context.newID(), name: input.functionArn,
      AssociatedLambdaFunction(functionARN: input.functionArn),
      tags: nil, in: input.instanceId)
    return EmptyResponse()
  }
}
