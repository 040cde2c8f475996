public import AWSWire
public import Crypto
public import Link
public import Protection
public import ResourceStore
public import Vocabulary

/// The path of every Connect request: route, decode, validate, judge, run in one transaction, record, answer.
///
/// The switch and the keep each have one, over their own catalogue and store.
public struct ConnectEndpoint: Sendable {
  /// What an endpoint is given from outside.
  public struct Environment: Sendable {
    public let place: Place
    public let quotas: Quotas
    /// Whether each response is checked against the description.
    public let checksResponses: Bool
    public let pageTokens: PageToken
    public let digest: KeyedDigest
    public let now: @Sendable () -> Moment
    public let newID: @Sendable () -> String

    public init(
      place: Place, quotas: Quotas, checksResponses: Bool, pageTokenKey: SymmetricKey, digestKey: ProtectionKey,
      now: @escaping @Sendable () -> Moment, newID: @escaping @Sendable () -> String
    ) {
      self.place = place
      self.quotas = quotas
      self.checksResponses = checksResponses
      pageTokens = PageToken(key: pageTokenKey)
      digest = KeyedDigest(key: digestKey)
      self.now = now
      self.newID = newID
    }
  }

  public let catalogue: Catalogue
  let store: any ConfigurationStore
  let judge: any Judge
  let trail: any AuditTrail
  let environment: Environment
  let description = ConnectDescription.service
  private let router: Router
  private let decoder: RequestDecoder
  private let validator: Validator
  let encoder: ResponseEncoder
  private let answers = AnswerCache()

  public init(
    catalogue: Catalogue, store: any ConfigurationStore, judge: any Judge, trail: any AuditTrail, environment: Environment
  ) {
    self.catalogue = catalogue
    self.store = store
    self.judge = judge
    self.trail = trail
    self.environment = environment
    router = Router(description)
    decoder = RequestDecoder(description: description, limits: .standard)
    validator = Validator(description: description)
    encoder = ResponseEncoder(description: description)
  }

  /// Which operation a request is for, if any.
  public func match(_ request: WireRequest) -> Router.Match? {
    guard case .match(let match) = router.route(method: request.method, rawPath: request.rawPath) else { return nil }
    return match
  }

  public func respond(to carried: CarriedRequest) async -> WireResponse {
    do {
      return encoder.response(try await body(of: carried), requestID: carried.requestID)
    } catch let error as WireError {
      return error.restJSON(description, requestID: carried.requestID)
    } catch let problem as LinkProblem where problem.code == .peerGone || problem.code == .sealed {
      return unavailable(carried, problem)
    } catch {
      let unexpected = WireError(code: "InternalServiceException", message: "The request could not be carried out.", status: 500)
      return unexpected.restJSON(description, requestID: carried.requestID)
    }
  }

  /// The answer to a request that somebody else refused.
  public func response(_ refusal: Refusal, to carried: CarriedRequest) -> WireResponse {
    WireError(code: refusal.code, message: refusal.message, status: refusal.status)
      .restJSON(description, requestID: carried.requestID)
  }

  /// The answer while the keep cannot be reached.
  public func unavailable(_ carried: CarriedRequest, _ problem: LinkProblem) -> WireResponse {
    let message =
      problem.code == .sealed
      ? "The keep is sealed until its operator opens it. Try again later." : "The keep cannot be reached. Try again."
    return WireError.unavailable(message)
      .restJSON(description, requestID: carried.requestID)
  }

  /// The context of what a process does on its own behalf.
  public func systemContext() -> CallContext {
    let place = environment.place
    let caller = Caller(
      arn: "arn:\(place.partition):iam::\(place.account):root", accountID: place.account, accessKeyID: "", userName: "switchkeep",
      principalID: place.account)
    return context("", caller, .null)
  }

  func context(_ operation: String, _ caller: Caller, _ input: JSON) -> CallContext {
    CallContext(
      operation: operation, caller: caller, place: environment.place, now: environment.now(), quotas: environment.quotas,
      input: input,
      pageTokens: environment.pageTokens, newID: environment.newID)
  }
}

extension ConnectEndpoint {
  /// The answer's body, from the cache where it still holds.
  private func body(of carried: CarriedRequest) async throws -> [UInt8] {
    let key = AnswerCache.Key(carried.request)
    let generation = store.generation
    if let answer = answers.answer(key, at: generation) {
      let caller = try await allowed(carried, answer.entry.name, answer.question)
      await recordRead(answer.entry, carried, caller, answer.input)
      return answer.body
    }
    let answer = try await answer(to: carried)
    if answer.entry.isLasting { answers.keep(answer, key, at: generation) }
    return answer.body
  }

  private func answer(to carried: CarriedRequest) async throws -> AnswerCache.Answer {
    let match = try route(carried.request)
    guard let operation = description.operations[match.operation] else { throw unknown(carried.request) }
    guard let entry = catalogue[match.operation] else { throw try await notBuilt(operation, carried) }
    switch prepare(entry, operation, match, carried) {
    case .failure(let problem):
      let caller = try await allowed(carried, entry.name, nil)
      throw await recorded(problem, entry, carried, caller, nil)
    case .success(let bound):
      let question = try await question(entry, bound)
      let caller = try await allowed(carried, entry.name, question)
      let output = try await run(bound, entry, operation, carried, caller)
      return AnswerCache.Answer(entry: entry, input: bound.input, question: question, body: output.bytes)
    }
  }

  /// Takes a request as far as its operation: verified, allowed and on record. Who calls answers it in a way of its own.
  /// - Throws: WireError.
  public func admit<Operation: ConnectOperation>(_ carried: CarriedRequest, to type: Operation.Type) async throws
    -> Operation.Input
  {
    let match = try route(carried.request)
    guard match.operation == Operation.name, let operation = description.operations[match.operation],
      let entry = catalogue[match.operation]
    else { throw unknown(carried.request) }
    switch prepare(entry, operation, match, carried) {
    case .failure(let problem): throw problem
    case .success(let bound):
      let caller = try await allowed(carried, entry.name, try await question(entry, bound))
      try await putOnRecord(entry, carried, caller, bound.input)
      return try Operation.Input(json: bound.input)
    }
  }

  /// What a request says, before anything of it is verified.
  /// - Throws: WireError for what is no request of ours.
  public func claim(of carried: CarriedRequest) throws -> (operation: String, input: JSON) {
    let match = try route(carried.request)
    guard let operation = description.operations[match.operation] else { throw unknown(carried.request) }
    do {
      return (match.operation, try decoder.decode(operation, labels: match.labels, carried.request))
    } catch {
      throw WireError(code: "InvalidRequestException", message: "The request cannot be read.", status: 400)
    }
  }

  private func route(_ request: WireRequest) throws -> Router.Match {
    switch router.route(method: request.method, rawPath: request.rawPath) {
    case .match(let match): return match
    case .notFound: throw unknown(request)
    case .methodNotAllowed:
      throw WireError(
        code: "UnknownOperationException", message: "No operation has \(request.method.prefix(16)) on this path.", status: 405)
    case .malformed:
      throw WireError(code: "InvalidRequestException", message: "The path is not valid percent-encoded UTF-8.", status: 400)
    }
  }

  private func unknown(_ request: WireRequest) -> WireError {
    WireError(code: "UnknownOperationException", message: "No operation has this path.", status: 404)
  }

  /// A known operation that this release lacks. The answer needs a valid signature, as every other does.
  private func notBuilt(_ operation: OperationDescription, _ carried: CarriedRequest) async throws -> WireError {
    let caller = try await allowed(carried, operation.name, nil)
    await recordNotBuilt(operation.name, carried, caller)
    return WireError(
      code: "NotImplementedException", message: "\(operation.name) is not implemented. docs/api.md lists what is.", status: 501)
  }

  /// Decodes, validates and binds. What is wrong with a request is told only after its signature was judged.
  private func prepare(
    _ entry: CatalogueEntry, _ operation: OperationDescription, _ match: Router.Match, _ carried: CarriedRequest
  ) -> Result<BoundRequest, WireError> {
    do {
      let input = try decoder.decode(operation, labels: match.labels, carried.request)
      let problems = operation.input.map { validator.problems(of: input, shape: $0) } ?? []
      guard problems.isEmpty else { return .failure(invalid(problems, operation)) }
      if let refused = entry.refuses.first(where: { $0.isSet(in: input) }) {
        let problem = ValidationProblem(.unknownMember, refused.path, "is not supported: \(refused.reason).")
        return .failure(invalid([problem], operation))
      }
      return .success(BoundRequest(input: input, invocation: try entry.bind(input, environment.place)))
    } catch let problem as ValidationProblem {
      return .failure(invalid([problem], operation))
    } catch {
      return .failure(invalid([ValidationProblem(.malformed, "$", "\(error)")], operation))
    }
  }

  private func invalid(_ problems: [ValidationProblem], _ operation: OperationDescription) -> WireError {
    let (code, status) = description.declared(
      firstOf: ["InvalidParameterException", "InvalidRequestException", "ValidationException"], in: operation)
    return WireError(code: code, message: problems.map(\.description).joined(separator: " "), status: status)
  }

  /// What the caller must be allowed, with the tags that the resources have now.
  private func question(_ entry: CatalogueEntry, _ bound: BoundRequest) async throws -> CarriedQuestion {
    let arns = bound.invocation.resources
    let resources = try await store.read { reader in
      try arns.map { CarriedQuestion.Resource(arn: $0, tags: $0.hasSuffix("/*") ? [:] : try reader.record(arn: $0)?.tags ?? [:]) }
    }
    return CarriedQuestion(action: entry.action, resources: resources, context: bound.invocation.conditionContext)
  }

  private func allowed(_ carried: CarriedRequest, _ operation: String, _ question: CarriedQuestion?) async throws -> Caller {
    switch try await judge.judge(carried, operation: operation, question: question) {
    case .allowed(let caller): return caller
    case .refused(.throttled): throw throttled(operation)
    case .refused(let refusal): throw WireError(code: refusal.code, message: refusal.message, status: refusal.status)
    }
  }

  /// In the operation's own words; not every operation has some.
  private func throttled(_ operation: String) -> WireError {
    let declared = description.operations[operation]?.errors ?? []
    let code = ["TooManyRequestsException"].first { declared.contains($0) } ?? Refusal.throttled.code
    return WireError(code: code, message: Refusal.throttled.message, status: Refusal.throttled.status)
  }
}

extension WireError {
  /// What clients try again after a while.
  static func unavailable(_ message: String) -> WireError {
    WireError(code: ConnectError.Code.serviceUnavailable.rawValue, message: message, status: 503)
  }
}

/// A valid request, bound to its operation.
struct BoundRequest: Sendable {
  let input: JSON
  let invocation: Invocation
}
