public import Vocabulary

/// Where the audit events of reads go. Those of writes go into the outbox, in the transaction of the write.
///
/// `record` need not wait until the event is durable; a read of configuration may be answered before. (Reads of stored content do
/// not come this way: they wait for the ledger.)
public protocol AuditTrail: Sendable {
  func record(_ event: JSON) async

  /// Returns once the event is durable: for what may not be answered before.
  func recordDurably(_ event: JSON) async throws
}
