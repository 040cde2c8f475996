import AWSWire
import Link
import ResourceStore
import Vocabulary

/// Running a judged request: the transaction, and the audit event of what came of it.
extension ConnectEndpoint {
  func run(
    _ bound: BoundRequest, _ entry: CatalogueEntry, _ operation: OperationDescription, _ carried: CarriedRequest, _ caller: Caller
  ) async throws -> JSON {
    let context = context(entry.name, caller, bound.input)
    do {
      if entry.isOnRecord { try await putOnRecord(entry, carried, caller, bound.input) }
      return try await perform(bound, entry, operation, carried, context)
    } catch {
      throw await recorded(wireError(error, operation), entry, carried, caller, bound.input)
    }
  }

  private func perform(
    _ bound: BoundRequest, _ entry: CatalogueEntry, _ operation: OperationDescription, _ carried: CarriedRequest,
    _ context: CallContext
  ) async throws -> JSON {
    switch bound.invocation.body {
    case .read(let body): return try await read(bound, entry, operation, carried, context, body)
    case .gathering(let gather): return try await read(bound, entry, operation, carried, context, try await gather(context))
    case .write(let body): return try await write(bound, entry, operation, carried, context, body)
    case .live(let body): return try await live(bound, entry, operation, carried, context, body)
    case .staged(let run):
      let ready = try await run.stage(context, store)
      do {
        let output = try await write(bound, entry, operation, carried, context, ready.perform)
        await ready.settle(true)
        return output
      } catch {
        await ready.settle(false)
        throw error
      }
    }
  }

  private func read(
    _ bound: BoundRequest, _ entry: CatalogueEntry, _ operation: OperationDescription, _ carried: CarriedRequest,
    _ context: CallContext, _ body: @escaping @Sendable (ReadCall) throws -> JSON
  ) async throws -> JSON {
    let output = try await store.read { try checked(body(ReadCall(context: context, reader: $0)), operation) }
    await recordRead(entry, carried, context.caller, bound.input)
    return output
  }

  /// The operation commits its own audit event; one that had nothing to commit is recorded here.
  private func live(
    _ bound: BoundRequest, _ entry: CatalogueEntry, _ operation: OperationDescription, _ carried: CarriedRequest,
    _ context: CallContext, _ body: @Sendable (LiveCall) async throws -> JSON
  ) async throws -> JSON {
    let token = Idempotency(
      tokenMember: operation.tokenMember, input: bound.input, operation: entry.name, account: environment.place.account)
    let request = LiveRequest(token: token.map { ($0.key, $0.requestDigest) }) { output in
      event(carried, entry, context.caller, bound.input, output, nil)
    }
    let call = LiveCall(context: context, request: request, carried: carried, store: store)
    let output = try checked(await body(call), operation)
    if !request.isRecorded, !entry.isOnRecord { await trail.record(request.takeEvent(output)) }
    return output
  }

  /// One transaction: the token's memory, the operation, its audit event.
  private func write(
    _ bound: BoundRequest, _ entry: CatalogueEntry, _ operation: OperationDescription, _ carried: CarriedRequest,
    _ context: CallContext,
    _ body: @escaping @Sendable (WriteCall) throws -> JSON
  ) async throws -> JSON {
    let token = Idempotency(
      tokenMember: operation.tokenMember, input: bound.input, operation: entry.name, account: environment.place.account)
    return try await store.write { writer in
      if let before = try token?.remembered(writer, at: context.now) {
        let repeated = event(carried, entry, context.caller, bound.input, before, nil)
        try writer.enqueue(topic: AuditEvent.outboxTopic, payload: repeated.bytes)
        return before
      }
      let output = try checked(body(WriteCall(context: context, writer: writer)), operation)
      try token?.remember(output, writer, at: context.now)
      let event = event(carried, entry, context.caller, bound.input, output, nil)
      try writer.enqueue(topic: AuditEvent.outboxTopic, payload: event.bytes)
      return output
    }
  }

  /// The response as the description has it; in tests, one that is not becomes an error that names the place.
  private func checked(_ output: JSON, _ operation: OperationDescription) throws -> JSON {
    guard environment.checksResponses else { return output }
    let problems = encoder.problems(of: output, operation)
    guard problems.isEmpty else {
      let places = problems.map(\.description).joined(separator: " ")
      throw ConnectError(.internalService, "The response of \(operation.name) is not as described: \(places)")
    }
    return output
  }

  /// Returns once the event of what is about to be done is durable.
  /// - Throws: WireError, when it cannot be: nothing is done then.
  func putOnRecord(_ entry: CatalogueEntry, _ carried: CarriedRequest, _ caller: Caller, _ input: JSON) async throws {
    do {
      try await trail.recordDurably(event(carried, entry, caller, input, nil, nil))
    } catch {
      throw WireError.unavailable("The request cannot be put on record, so that it is not answered. Try again.")
    }
  }

  func recordRead(_ entry: CatalogueEntry, _ carried: CarriedRequest, _ caller: Caller, _ input: JSON) async {
    await trail.record(event(carried, entry, caller, input, nil, nil))
  }

  /// Records that somebody asked for what this release lacks.
  func recordNotBuilt(_ operation: String, _ carried: CarriedRequest, _ caller: Caller) async {
    let refusal = Refusal(code: "NotImplementedException", message: "\(operation) is not implemented.", status: 501)
    await trail.record(
      AuditEvent.refusal(
        refusal, carried, operation: operation, caller: caller, place: environment.place, eventID: environment.newID()))
  }

  /// Records a failure, and passes it on.
  func recorded(
    _ error: WireError, _ entry: CatalogueEntry, _ carried: CarriedRequest, _ caller: Caller, _ input: JSON?
  ) async -> WireError {
    await trail.record(event(carried, entry, caller, input, nil, error.code))
    return error
  }

  private func event(
    _ carried: CarriedRequest, _ entry: CatalogueEntry, _ caller: Caller, _ input: JSON?, _ output: JSON?, _ errorCode: String?
  ) -> JSON {
    AuditEvent(digest: environment.digest, place: environment.place).event(
      carried, operation: entry.name, rule: entry.audit, caller: caller, input: input, output: output, errorCode: errorCode,
      eventID: environment.newID())
  }

  /// An operation's failure in the wire's words. One that the operation does not declare becomes the nearest that it does.
  private func wireError(_ error: any Error, _ operation: OperationDescription) -> WireError {
    switch error {
    case let error as WireError: return error
    case StoreProblem.overloaded: return .unavailable("Too much waits to be written. Try again.")
    case let error as ConnectError where error.code == .serviceUnavailable: return .unavailable(error.message)
    case let error as ConnectError:
      let substitutes = [error.code.synonym, .invalidRequest, .invalidParameter].compactMap { $0?.rawValue }
      let name = error.code == .internalService ? error.code.rawValue : nil
      let (code, status) =
        name.map { ($0, 500) } ?? description.declared(firstOf: [error.code.rawValue] + substitutes, in: operation)
      return WireError(code: code, message: error.message, status: status, members: error.members)
    default:
      return WireError(code: "InternalServiceException", message: "The request could not be carried out. Try again.", status: 500)
    }
  }
}
