import AWSWire
import ConnectAPI
import ResourceStore
import Vocabulary

extension Kind {
  static let lambdaFunction: Kind = "lambda-function"
}

extension ResourceKind where Document == AssociatedLambdaFunction {
  static var lambdaFunction: Self {
    ResourceKind(kind: .lambdaFunction, arnWord: "lambda-function", noun: "Lambda function") { _ in [] }
  }
}

/// A Lambda function that the flows of an instance may call. The name of its record is its ARN, which an instance has once.
struct AssociatedLambdaFunction: Shape {
  static let shapeName = "AssociatedLambdaFunction"
  let functionARN: String

  init(functionARN: String) { self.functionARN = functionARN }
  init(json: JSON) throws(ShapeProblem) { functionARN = try String(json: json["FunctionArn"] ?? .null) }

  var json: JSON { ["FunctionArn": .string(functionARN)] }
}

/// Which Lambda functions the flows of an instance may call. What answers for an ARN is bound elsewhere.
enum LambdaFunctions {
  /// The association; nil when the flows of the instance may not call the function. A version or alias in the ARN is another
  /// function.
  static func record(of functionARN: String, in instance: String, _ reader: any ResourceReader) throws -> Record? {
    try reader.record(.lambdaFunction, named: functionARN, in: instance)
  }

  /// - Throws: InvalidParameterException for what is no ARN of a Lambda function.
  static func check(_ functionARN: String) throws {
    guard let arn = ARN(functionARN), arn.service == "lambda", isFunction(arn.resource) else {
      throw ConnectError(
        .invalidParameter, "FunctionArn: must be the ARN of a Lambda function, with its version or alias if any.")
    }
  }

  /// `function:NAME` or `function:NAME:QUALIFIER`.
  private static func isFunction(_ resource: String) -> Bool {
    let parts = resource.split(separator: ":", omittingEmptySubsequences: false)
    return (2...3).contains(parts.count) && parts[0] == "function" && parts.allSatisfy { !$0.isEmpty }
  }
}
