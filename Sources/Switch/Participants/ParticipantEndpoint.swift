import AWSWire
import ConnectAPI
import Contacts
import Vocabulary

/// The Connect Participant API: what customers' chat clients speak. The credential is the token in `X-Amz-Bearer`; a signature,
/// if there is one, is the client's habit and means nothing here.
struct ParticipantEndpoint: Sendable {
  static let path = "/participant/"

  let chats: ChatService
  let views: ShownViews
  let rates: CallerRates
  let publicURL: PublicURL
  let newID: @Sendable () -> String
  private let description = ConnectDescription.participantService
  private let router: Router
  private let decoder: RequestDecoder
  private let validator: Validator
  private let encoder: ResponseEncoder

  init(chats: ChatService, views: ShownViews, rates: CallerRates, publicURL: PublicURL, newID: @escaping @Sendable () -> String) {
    self.chats = chats
    self.views = views
    self.rates = rates
    self.publicURL = publicURL
    self.newID = newID
    router = Router(description)
    decoder = RequestDecoder(description: description, limits: .standard)
    validator = Validator(description: description)
    encoder = ResponseEncoder(description: description)
  }

  func respond(to request: WireRequest) async -> WireResponse {
    if request.method == "OPTIONS" { return CrossOrigin.preflight }
    if request.rawPath.hasPrefix(AttachmentFiles.path) {
      return CrossOrigin.allowed(await AttachmentFiles(chats: chats).respond(to: request))
    }
    let requestID = newID()
    do {
      return CrossOrigin.allowed(encoder.response(try await answer(request).bytes, requestID: requestID))
    } catch let error as WireError {
      return CrossOrigin.allowed(error.restJSON(description, requestID: requestID))
    } catch {
      let unexpected = WireError(code: "InternalServerException", message: "The request could not be carried out.", status: 500)
      return CrossOrigin.allowed(unexpected.restJSON(description, requestID: requestID))
    }
  }

  private func answer(_ request: WireRequest) async throws -> JSON {
    guard case .match(let match) = router.route(method: request.method, rawPath: request.rawPath),
      let operation = description.operations[match.operation], let behaviour = ParticipantOperations.all[match.operation]
    else { throw WireError(code: "UnknownOperationException", message: "No operation has this path.", status: 404) }
    let token = request.header("x-amz-bearer") ?? ""
    guard isAdmitted(token, request.remoteAddress) else { throw wireError(.tooOften, operation) }
    guard !token.isEmpty else { throw wireError(.notAllowed, operation) }
    let input = try validated(request, operation, match.labels)
    do {
      return try await behaviour(
        ParticipantCall(chats: chats, views: views, publicURL: publicURL.value, token: token, input: input))
    } catch let problem as ChatProblem {
      throw wireError(problem, operation)
    }
  }

  /// A participant has a bucket of its own, over all of its connections; who shows no token of ours has that of its address.
  private func isAdmitted(_ token: String, _ address: String) -> Bool {
    let now = chats.now()
    guard !rates.isBarred(address, at: now) else { return false }
    let verdict = chats.bearer(of: token).map { rates.take($0, from: address, at: now) } ?? rates.takeStranger(address, at: now)
    return verdict == .admitted
  }

  private func validated(_ request: WireRequest, _ operation: OperationDescription, _ labels: [String: String]) throws -> JSON {
    do {
      let input = try decoder.decode(operation, labels: labels, request)
      let problems = operation.input.map { validator.problems(of: input, shape: $0) } ?? []
      guard problems.isEmpty else { throw invalid(problems.map(\.description).joined(separator: " ")) }
      return input
    } catch let problem as ValidationProblem {
      throw invalid(problem.description)
    }
  }

  private func invalid(_ message: String) -> WireError { WireError(code: "ValidationException", message: message, status: 400) }

  /// One that the operation does not declare becomes its ValidationException.
  private func wireError(_ problem: ChatProblem, _ operation: OperationDescription) -> WireError {
    let name =
      switch problem.code {
      case .notAllowed: "AccessDeniedException"
      case .invalid: "ValidationException"
      case .notFound: "ResourceNotFoundException"
      case .tooMany: "ServiceQuotaExceededException"
      case .tooOften: "ThrottlingException"
      case .unavailable: "InternalServerException"
      }
    let (code, status) = description.declared(firstOf: [name, "ValidationException"], in: operation)
    return WireError(code: code, message: problem.message, status: status)
  }
}

/// Browsers ask before they send the bearer header from a page of another origin. They may: who has the token may use it, and
/// cookies are never looked at.
enum CrossOrigin {
  private static let origin = WireRequest.Header(name: "access-control-allow-origin", value: "*")

  static var preflight: WireResponse {
    WireResponse(
      status: 204,
      headers: [
        origin, WireRequest.Header(name: "access-control-allow-methods", value: "GET, POST, PUT, OPTIONS"),
        WireRequest.Header(
          name: "access-control-allow-headers",
          value: """
            authorization, amz-sdk-invocation-id, amz-sdk-request, content-type, x-amz-bearer, x-amz-content-sha256, x-amz-date, \
            x-amz-security-token, x-amz-user-agent, x-amzn-connect-user-agent-suffix
            """),
        WireRequest.Header(name: "access-control-max-age", value: "3600"),
      ], body: [])
  }

  static func allowed(_ response: WireResponse) -> WireResponse {
    var response = response
    response.headers.append(origin)
    response.headers.append(
      WireRequest.Header(name: "access-control-expose-headers", value: "x-amzn-errortype, x-amzn-requestid, date"))
    return response
  }
}
