import Vocabulary

/// Invokes a Lambda function; its answer is `$.External`. An asynchronous one is not waited for.
struct InvokeLambdaFunction: ActionBehaviour {
  let blockName = "InvokeExternalResource"

  func begin(_ run: inout ActionRun) -> Step {
    guard let arn = run.text("LambdaFunctionARN"), !arn.isEmpty else { return .failure("there is no function to invoke") }
    let isAsynchronous = run.text("InvocationType") == "ASYNCHRONOUS"
    let request = FunctionRequest(
      arn: arn, payload: run.functionPayload(parameters: run.value("LambdaInvocationAttributes") ?? [:]),
      timeLimitSeconds: min(max(run.integer("InvocationTimeLimitSeconds") ?? 3, 1), 8), isAsynchronous: isAsynchronous)
    let step = run.ask { .invokeFunction(token: $0, request) }
    return isAsynchronous ? .next : step
  }

  func resume(_ event: FlowEvent, _ run: inout ActionRun) -> Step? {
    guard case .functionAnswered(_, let answer) = event else { return nil }
    switch answer {
    case .failed(let reason): return .failure(reason)
    case .answered(let json):
      guard let external = accepted(json, isStringMap: run.text("ResponseValidation", "ResponseType") != "JSON") else {
        return .failure("the function's answer is too large, or not what ResponseValidation asks for")
      }
      run.context.external = external
      run.result = JSON(.object(external))
      return .next
    }
  }

  func logged(_ run: ActionRun) -> [JSON] {
    let parameters = run.loggedParameters
    return [
      [
        "FunctionArn": parameters["LambdaFunctionARN"] ?? .null,
        "Parameters": parameters["LambdaInvocationAttributes"] ?? [:],
        "TimeLimit": parameters["InvocationTimeLimitSeconds"] ?? .null,
      ]
    ]
  }

  /// A STRING_MAP is flat; its numbers and booleans become texts.
  private func accepted(_ answer: JSON, isStringMap: Bool) -> JSON.Object? {
    guard let object = answer.object, answer.bytes.count <= FlowBounds.functionAnswerBytesMax else { return nil }
    guard isStringMap else { return object }
    guard object.members.allSatisfy({ $0.value.array == nil && $0.value.object == nil }) else { return nil }
    var texts = JSON.Object()
    for member in object.members { texts[member.name] = member.value.asText.map(JSON.string) }
    return texts
  }
}
