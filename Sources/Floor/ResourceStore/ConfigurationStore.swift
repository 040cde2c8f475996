public import Vocabulary

/// The port through which configuration is kept. Every engine passes `Proof`'s conformance suite.
public protocol ConfigurationStore: Sendable {
  /// Grows with every write that returned. What was read at a generation holds as long as the generation is the same.
  var generation: UInt64 { get }
  /// One snapshot, which holds every write that returned before.
  func read<Result: Sendable>(_ body: @escaping @Sendable (any ResourceReader) throws -> Result) async throws -> Result
  /// One transaction: durable when this returns, undone when `body` throws.
  func write<Result: Sendable>(_ body: @escaping @Sendable (any ResourceWriter) throws -> Result) async throws -> Result
  /// Tells `observer` what every write has touched, once it is durable and before the write returns: nothing, where it left a
  /// message alone. A scope that was deleted is told as a reference of kind `scope`.
  func observe(_ observer: @escaping RecordObserver)
  /// The oldest undelivered items.
  func outbox(limit: Int) async throws -> [OutboxItem]
  /// Forgets every item up to and with this one.
  func acknowledge(through id: Int64) async throws
  /// SHA-256 over all records, references and remembered keys, and the outbox if asked for: equal when nothing changed.
  func digest(includingOutbox: Bool) async throws -> [UInt8]
}

public typealias RecordObserver = @Sendable (Set<Reference>) -> Void

extension Kind {
  /// Stands for everything in a scope, where an observer is told of its deletion.
  public static let scope: Kind = "scope"
}

/// What can be asked inside a transaction.
public protocol ResourceReader {
  func record(_ kind: Kind, _ id: String) throws -> Record?
  /// The record of exactly this name, byte for byte.
  func record(_ kind: Kind, named name: String, in scope: String) throws -> Record?
  func record(arn: String) throws -> Record?
  /// Up to `limit` records in the order of their creation, those after `sequence`.
  func page(_ kind: Kind, in scope: String, after sequence: Int64?, limit: Int) throws -> [Record]
  func count(_ kind: Kind, in scope: String) throws -> Int
  /// What points at the record, by kind and id.
  func referrers(of kind: Kind, _ id: String, limit: Int) throws -> [Reference]
  /// nil when the key was never used, or is no longer remembered.
  func remembered(_ key: String, at now: Moment) throws -> Remembered?
}

/// What can be changed inside a transaction.
public protocol ResourceWriter: ResourceReader {
  /// - Throws: StoreProblem.duplicateName, .duplicateID, .missingReference.
  @discardableResult func insert(_ record: Record, references: [Reference]) throws -> Record
  /// Replaces the record and what it refers to. Scope, ARN, time and sequence of its creation stay, and are so in what returns.
  /// - Throws: StoreProblem.missingRecord, .duplicateName, .missingReference.
  @discardableResult func update(_ record: Record, references: [Reference]) throws -> Record
  /// Replaces the tags alone, with the time of the change.
  /// - Throws: StoreProblem.missingRecord.
  func retag(_ record: Record) throws
  /// What points at itself alone can go.
  /// - Throws: StoreProblem.missingRecord, .referenced.
  func delete(_ kind: Kind, _ id: String) throws
  /// Deletes every record of a scope, and of the scopes that these own, whatever refers to what within them.
  func deleteAll(in scope: String) throws
  /// In the place of what the key did before, if anything.
  func remember(_ key: String, requestDigest: [UInt8], response: JSON, until: Moment) throws
  /// Forgets the keys that have expired.
  func forget(before now: Moment) throws
  /// Leaves a message that is delivered if this transaction commits.
  func enqueue(topic: String, payload: [UInt8]) throws
}
