import AWSWire
import ConnectAPI
import Link
import RequestSigning
import Vocabulary

/// The Security Token Service, on the keep's own listener.
struct STSEndpoint: Sendable {
  static let version = "2011-06-15"
  static let source = "sts.amazonaws.com"
  static let namespace = "https://sts.amazonaws.com/doc/\(version)/"

  private let authority: Authority
  private let now: @Sendable () -> Moment
  private let operations: [String: any QueryOperation]

  init(
    authority: Authority, directory: IdentityDirectory, log: AuditLog, recorder: EventRecorder,
    now: @escaping @Sendable () -> Moment
  ) {
    self.authority = authority
    self.now = now
    operations = [
      GetCallerIdentity.name: GetCallerIdentity(recorder: recorder),
      AssumeRole.name: AssumeRole(authority: authority, directory: directory, log: log, recorder: recorder),
    ]
  }

  func respond(to carried: CarriedRequest) async -> WireResponse {
    let wire = QueryResponse(namespace: Self.namespace, requestID: carried.requestID)
    do {
      let request = try QueryRequest(carried.request)
      return wire.result(of: request.action, try await perform(request, carried))
    } catch let error as WireError {
      return wire.failure(error)
    } catch let refusal as Refusal {
      return wire.failure(WireError(code: refusal.code, message: refusal.message, status: refusal.status))
    } catch let problem as ValidationProblem {
      let code = problem.reason == .malformed ? "MalformedQueryString" : "ValidationError"
      return wire.failure(WireError(code: code, message: problem.description, status: 400))
    } catch {
      return wire.failure(
        WireError(code: "InternalFailure", message: "The request could not be carried out. Try again.", status: 500))
    }
  }

  private func perform(_ request: QueryRequest, _ carried: CarriedRequest) async throws -> [WireElement] {
    let asked = AskedOperation(name: request.action, source: Self.source, wire: .query)
    let signatory = try await authority.identify(carried, asked).get()
    guard let operation = operations[request.action], request.version == Self.version else {
      throw WireError(
        code: "InvalidAction",
        message: "Could not find operation \(request.action.prefix(64)) for version \(request.version.prefix(16)).",
        status: 400)
    }
    return try await operation.perform(request, QueryCall(carried: carried, signatory: signatory, now: now()))
  }
}
