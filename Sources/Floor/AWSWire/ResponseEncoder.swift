public import Vocabulary

/// Puts a result into the rest-json form: every response of the services here is 200 with a JSON body.
public struct ResponseEncoder: Sendable {
  private let description: ServiceDescription
  private let validator: Validator

  public init(description: ServiceDescription) {
    self.description = description
    validator = Validator(description: description)
  }

  /// - Parameter body: the result's JSON text.
  public func response(_ body: [UInt8], requestID: String) -> WireResponse {
    WireResponse(
      status: 200,
      headers: [
        WireRequest.Header(name: "content-type", value: "application/json"),
        WireRequest.Header(name: "x-amzn-requestid", value: requestID),
      ],
      body: body)
  }

  /// What in a response the description does not allow.
  public func problems(of output: JSON, _ operation: OperationDescription) -> [ValidationProblem] {
    guard let shape = operation.output else {
      return output.object?.isEmpty == true ? [] : [ValidationProblem(.unknownMember, "$", "this operation answers nothing.")]
    }
    return validator.problems(of: output, shape: shape)
  }
}
