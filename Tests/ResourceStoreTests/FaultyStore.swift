import ResourceStore
import Synchronization
import Vocabulary

/// One thing that an engine may do wrong.
enum Fault: CaseIterable {
  case keepsWhatFailed, readsNothing, growsNoGeneration, growsWhenRead, tellsNobody
  case digestIsConstant, digestLeavesOutbox
  case outboxIsReversed, acknowledgesNothing, acknowledgesOneMore, acknowledgesOneLess
  case losesReferences, losesReferencesOfChanges, deletesWhatIsReferred, namesAreTakenTwice, namesIgnoreCase, namesIgnoreScope
  case losesSealed, losesTags, updateMovesScope, pageRepeatsItsLast, pageIgnoresLimit, countIsOfTheKind
  case expiredKeysAreRemembered, forgetsEveryKey, keysIgnoreWhatFollowsNUL, deletesOneScopeAlone, losesMessages
}

/// An engine with one fault, or none.
final class FaultyStore: ConfigurationStore {
  private let store = MemoryConfigurationStore()
  private let fault: Fault?
  /// Read transactions run as writes here, so that the engine's own generation does not tell.
  private let written = Atomic<UInt64>(0)
  private let reads = Atomic<UInt64>(0)

  init(fault: Fault?) { self.fault = fault }

  var generation: UInt64 {
    switch fault {
    case .growsNoGeneration: 1
    case .growsWhenRead: written.load(ordering: .relaxed) + reads.load(ordering: .relaxed)
    default: written.load(ordering: .relaxed)
    }
  }

  func observe(_ observer: @escaping RecordObserver) {
    if fault != .tellsNobody { store.observe(observer) }
  }

  func read<Result: Sendable>(_ body: @escaping @Sendable (any ResourceReader) throws -> Result) async throws -> Result {
    reads.add(1, ordering: .relaxed)
    let fault = fault
    if fault == .readsNothing {
      return try await MemoryConfigurationStore().read(body)
    }
    return try await store.write { try body(FaultyTransaction(writer: $0, fault: fault)) }
  }

  func write<Result: Sendable>(_ body: @escaping @Sendable (any ResourceWriter) throws -> Result) async throws -> Result {
    defer { written.add(1, ordering: .relaxed) }
    let fault = fault
    guard fault == .keepsWhatFailed else {
      return try await store.write { try body(FaultyTransaction(writer: $0, fault: fault)) }
    }
    let outcome = try await store.write { writer in
      Swift.Result { try body(FaultyTransaction(writer: writer, fault: fault)) }.mapError { Kept(cause: $0) }
    }
    do { return try outcome.get() } catch { throw error.cause }
  }

  private struct Kept: Error { let cause: any Error }

  func outbox(limit: Int) async throws -> [OutboxItem] {
    let items = try await store.outbox(limit: limit)
    return fault == .outboxIsReversed ? items.reversed() : items
  }

  func acknowledge(through id: Int64) async throws {
    switch fault {
    case .acknowledgesNothing: break
    case .acknowledgesOneMore: try await store.acknowledge(through: id + 1)
    case .acknowledgesOneLess: try await store.acknowledge(through: id - 1)
    default: try await store.acknowledge(through: id)
    }
  }

  func digest(includingOutbox: Bool) async throws -> [UInt8] {
    switch fault {
    case .digestIsConstant: []
    case .digestLeavesOutbox: try await store.digest(includingOutbox: false)
    default: try await store.digest(includingOutbox: includingOutbox)
    }
  }
}

private struct FaultyTransaction: ResourceWriter {
  let writer: any ResourceWriter
  let fault: Fault?

  func record(_ kind: Kind, _ id: String) throws -> Record? { try writer.record(kind, id).map(told) }
  func record(arn: String) throws -> Record? { try writer.record(arn: arn).map(told) }

  func record(_ kind: Kind, named name: String, in scope: String) throws -> Record? {
    let found = try writer.record(kind, named: name, in: scope)
    if found == nil, fault == .namesIgnoreCase {
      return try writer.page(kind, in: scope, after: nil, limit: 99).first { $0.name?.lowercased() == name.lowercased() }
    }
    if found == nil, fault == .namesIgnoreScope {
      return try ["i", "j"].compactMap { try writer.record(kind, named: name, in: $0) }.first
    }
    return found.map(told)
  }

  func page(_ kind: Kind, in scope: String, after sequence: Int64?, limit: Int) throws -> [Record] {
    let after = fault == .pageRepeatsItsLast ? sequence.map { $0 - 1 } : sequence
    return try writer.page(kind, in: scope, after: after, limit: fault == .pageIgnoresLimit ? 999 : limit).map(told)
  }

  func count(_ kind: Kind, in scope: String) throws -> Int {
    try fault == .countIsOfTheKind
      ? writer.count(kind, in: "i") + writer.count(kind, in: "j") : writer.count(kind, in: scope)
  }

  func referrers(of kind: Kind, _ id: String, limit: Int) throws -> [Reference] {
    try writer.referrers(of: kind, id, limit: limit)
  }

  func remembered(_ key: String, at now: Moment) throws -> Remembered? {
    try writer.remembered(cut(key), at: fault == .expiredKeysAreRemembered ? Moment(seconds: 0) : now)
  }

  private func told(_ record: Record) -> Record {
    var record = record
    if fault == .losesSealed { record.sealed = nil }
    if fault == .losesTags { record.tags = [:] }
    return record
  }

  private func cut(_ key: String) -> String {
    fault == .keysIgnoreWhatFollowsNUL ? String(key.prefix { $0 != "\0" }) : key
  }
}

extension FaultyTransaction {
  func insert(_ record: Record, references: [Reference]) throws -> Record {
    var record = record
    if fault == .namesAreTakenTwice, let name = record.name, try writer.record(record.kind, named: name, in: record.scope) != nil
    {
      record.name = nil
    }
    return try writer.insert(record, references: fault == .losesReferences ? [] : references)
  }

  func update(_ record: Record, references: [Reference]) throws -> Record {
    var after = try writer.update(record, references: fault == .losesReferencesOfChanges ? [] : references)
    if fault == .updateMovesScope { after.scope = record.scope }
    return after
  }

  func retag(_ record: Record) throws { try writer.retag(record) }

  func delete(_ kind: Kind, _ id: String) throws {
    if fault == .deletesWhatIsReferred {
      for reference in try writer.referrers(of: kind, id, limit: 99) {
        if let referrer = try writer.record(reference.kind, reference.id) { _ = try writer.update(referrer, references: []) }
      }
    }
    try writer.delete(kind, id)
  }

  func deleteAll(in scope: String) throws {
    guard fault == .deletesOneScopeAlone else { return try writer.deleteAll(in: scope) }
    for kind in ["b", "a", "c"] as [Kind] {
      for record in try writer.page(kind, in: scope, after: nil, limit: 99) { try? writer.delete(kind, record.id) }
    }
  }

  func remember(_ key: String, requestDigest: [UInt8], response: JSON, until: Moment) throws {
    try writer.remember(cut(key), requestDigest: requestDigest, response: response, until: until)
  }

  func forget(before now: Moment) throws {
    try writer.forget(before: fault == .forgetsEveryKey ? now.adding(seconds: 99) : now)
  }

  func enqueue(topic: String, payload: [UInt8]) throws {
    if fault != .losesMessages { try writer.enqueue(topic: topic, payload: payload) }
  }
}
