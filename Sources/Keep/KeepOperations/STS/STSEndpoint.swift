import AWSWire
import ConnectAPI
import Link
import RequestSigning
import Vocabulary

/// The Security Token Service, on the keep's own listener.
struct STSEndpoint: Sendable {
  static let version = "2011-06-15"
  static let namespace = "https://sts.amazonaws.com/doc/\(version)/"
  private static let operations: [String: any QueryOperation] = [GetCallerIdentity.name: GetCallerIdentity()]

  let authority: Authority
  let trail: any AuditTrail
  let place: Place
  let newID: @Sendable () -> String

  func respond(to carried: CarriedRequest) async -> WireResponse {
    let wire = QueryResponse(namespace: Self.namespace, requestID: carried.requestID)
    do {
      let request = try QueryRequest(carried.request)
      let caller = try await caller(carried, request.action)
      return wire.result(of: request.action, try await perform(request, carried, by: caller))
    } catch let error as WireError {
      return wire.failure(error)
    } catch let problem as ValidationProblem {
      return wire.failure(WireError(code: "MalformedQueryString", message: problem.description, status: 400))
    } catch {
      return wire.failure(
        WireError(code: "InternalFailure", message: "The request could not be carried out. Try again.", status: 500))
    }
  }

  private func caller(_ carried: CarriedRequest, _ action: String) async throws -> Caller {
    switch try await authority.judge(carried, operation: action, question: nil, wire: .query) {
    case .allowed(let caller): return caller
    case .refused(let refusal): throw WireError(code: refusal.code, message: refusal.message, status: refusal.status)
    }
  }

  private func perform(_ request: QueryRequest, _ carried: CarriedRequest, by caller: Caller) async throws -> [(
    name: String, value: String
  )] {
    guard let operation = Self.operations[request.action], request.version == Self.version else {
      throw WireError(
        code: "InvalidAction",
        message: "Could not find operation \(request.action.prefix(64)) for version \(request.version.prefix(16)).",
        status: 400)
    }
    let members = try operation.perform(request, by: caller)
    await trail.record(
      AuditEvent.plain(
        carried, source: "sts.amazonaws.com", operation: request.action, caller: caller, place: place, eventID: newID()))
    return members
  }
}
