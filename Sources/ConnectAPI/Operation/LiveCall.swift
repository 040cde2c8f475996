public import Link
import ResourceStore
import Synchronization
public import Vocabulary

/// A running live operation.
public struct LiveCall: Sendable {
  public let context: CallContext
  public let request: LiveRequest
  /// As it was signed, for the keep to judge again what it alone may answer.
  public let carried: CarriedRequest
  let store: any ConfigurationStore

  /// Looks at the configuration.
  public func configuration<Result: Sendable>(_ body: @escaping @Sendable (ReadCall) throws -> Result) async throws -> Result {
    let context = context
    return try await store.read { try body(ReadCall(context: context, reader: $0)) }
  }
}

/// For live operations whose change comes to rest in the configuration after all, once something else has been settled.
extension LiveCall {
  /// What the request's ClientToken was answered with before; nil when it was not.
  /// - Throws: IdempotencyException when that was another request.
  public func remembered() async throws -> JSON? {
    let (token, now) = (idempotency, context.now)
    return try await store.read { try token?.remembered($0, at: now) }
  }

  /// One transaction: the token's memory, the change, its audit event.
  public func write(_ body: @escaping @Sendable (WriteCall) throws -> JSON) async throws -> JSON {
    let (context, request, token) = (context, request, idempotency)
    return try await store.write { writer in
      let output = try body(WriteCall(context: context, writer: writer))
      try token?.remember(output, writer, at: context.now)
      try writer.enqueue(topic: AuditEvent.outboxTopic, payload: request.takeEvent(output).bytes)
      return output
    }
  }

  private var idempotency: Idempotency? { request.token.map { Idempotency(key: $0.key, requestDigest: $0.digest) } }
}

/// What must commit together with the change that a request makes.
public final class LiveRequest: Sendable {
  /// The key and the digest of a request with a ClientToken.
  public let token: (key: String, digest: [UInt8])?
  private let event: @Sendable (JSON) -> JSON
  private let taken = Atomic(false)

  init(token: (key: String, digest: [UInt8])?, event: @escaping @Sendable (JSON) -> JSON) {
    self.token = token
    self.event = event
  }

  /// The audit event of the response; whoever takes it commits it.
  public func takeEvent(_ response: JSON) -> JSON {
    taken.store(true, ordering: .sequentiallyConsistent)
    return event(response)
  }

  /// The other process has put the request on record.
  public func leaveRecordToOthers() { taken.store(true, ordering: .sequentiallyConsistent) }

  var isRecorded: Bool { taken.load(ordering: .sequentiallyConsistent) }
}
