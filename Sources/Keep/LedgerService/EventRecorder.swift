import ConnectAPI
import Link
import Protection
import Vocabulary

/// Makes and records the audit events of one service that the keep serves itself.
struct EventRecorder: Sendable {
  /// The event source, such as `sts.amazonaws.com`.
  let source: String
  let trail: any AuditTrail
  let place: Place
  /// What stands for a value that the ledger must not show.
  let digest: KeyedDigest
  let newID: @Sendable () -> String

  /// - Parameter change: puts in what the operation has to say.
  func event(
    _ carried: CarriedRequest, operation: String, caller: Caller?, _ change: (inout JSON.Object) -> Void
  ) -> JSON {
    var event = AuditEvent.envelope(carried, operation, caller, place, newID())
    event["eventSource"] = .string(source)
    change(&event)
    return JSON(.object(event))
  }

  /// Records the event of what may be answered before its event is on disk: anything but content and credentials.
  func record(
    _ carried: CarriedRequest, operation: String, caller: Caller?, _ change: (inout JSON.Object) -> Void
  ) async {
    await trail.record(event(carried, operation: operation, caller: caller, change))
  }
}
