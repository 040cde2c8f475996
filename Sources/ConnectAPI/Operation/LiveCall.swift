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
