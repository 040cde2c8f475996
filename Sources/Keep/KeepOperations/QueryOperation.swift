import AWSWire
import Link

/// One operation of a service that speaks the query protocol. The name of the type is the name of the action.
protocol QueryOperation: Sendable {
  /// The IAM action that it needs; nil for one that every signatory may call.
  static var action: String? { get }
  func perform(_ request: QueryRequest, by caller: Caller) throws -> [(name: String, value: String)]
}

extension QueryOperation {
  static var name: String { String(describing: Self.self) }
}
