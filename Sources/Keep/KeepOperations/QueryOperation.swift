import AWSWire
import ConnectAPI
import Link
import Vocabulary

/// One operation of a service that speaks the query protocol. The name of the type is the name of the action.
protocol QueryOperation: Sendable {
  /// Carries out what a known signatory asks for, puts it on record, and says what the result has.
  /// - Throws: WireError or ValidationProblem, for what the endpoint tells; a Refusal, for what it tells and puts on record.
  func perform(_ request: QueryRequest, _ call: QueryCall) async throws -> [WireElement]
}

/// One call of a query operation: the request's own bytes, who signed them and when.
struct QueryCall: Sendable {
  let carried: CarriedRequest
  let signatory: Signatory
  let now: Moment

  var caller: Caller { signatory.caller }
}

extension QueryOperation {
  static var name: String { String(describing: Self.self) }
}
