import Synchronization
import Vocabulary

/// The configuration store without a file: gone with the process. For simulations, and for tests of what stands above.
///
/// One writer at a time on a copy of everything: right before fast.
public final class MemoryConfigurationStore: ConfigurationStore {
  private let contents = Mutex(MemoryContents())
  private let observers = RecordObservers()

  public init() {}

  public var generation: UInt64 { contents.withLock { $0.generation } }

  public func read<Result: Sendable>(_ body: @escaping @Sendable (any ResourceReader) throws -> Result) async throws -> Result {
    try body(MemoryTransaction(contents.withLock { $0 }))
  }

  public func write<Result: Sendable>(_ body: @escaping @Sendable (any ResourceWriter) throws -> Result) async throws -> Result {
    let (result, touched) = try contents.withLock { contents in
      let transaction = MemoryTransaction(contents)
      let result = try body(transaction)
      contents = transaction.contents
      contents.generation += 1
      return (result, transaction.touched)
    }
    observers.tell(touched)
    return result
  }

  public func observe(_ observer: @escaping RecordObserver) { observers.add(observer) }

  public func outbox(limit: Int) async throws -> [OutboxItem] { contents.withLock { Array($0.outbox.prefix(limit)) } }

  public func acknowledge(through id: Int64) async throws { contents.withLock { $0.outbox.removeAll { $0.id <= id } } }

  public func digest(includingOutbox: Bool) async throws -> [UInt8] {
    contents.withLock { $0 }.digest(includingOutbox: includingOutbox)
  }
}

/// Everything that the store holds, at one moment.
private struct MemoryContents {
  var records: [Reference: Record] = [:]
  /// What each record points at.
  var references: [Reference: Set<Reference>] = [:]
  var remembered: [[UInt8]: Remembered] = [:]
  var outbox: [OutboxItem] = []
  var lastSequence: Int64 = 0
  var lastItem: Int64 = 0
  var generation: UInt64 = 0

  func digest(includingOutbox: Bool) -> [UInt8] {
    var digest = StoreDigest()
    for reference in records.keys.sorted() { if let record = records[reference] { digest.add(record) } }
    for from in references.keys.sorted() { for to in (references[from] ?? []).sorted() { digest.add(from: from, to: to) } }
    for (key, entry) in remembered.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) { digest.add(key: key, entry) }
    if includingOutbox { for item in outbox { digest.add(item) } }
    return digest.finish()
  }
}

/// A transaction's own copy, which the store takes over if the body succeeds.
private final class MemoryTransaction: ResourceWriter {
  var contents: MemoryContents
  private(set) var touched: Set<Reference> = []

  init(_ contents: MemoryContents) { self.contents = contents }

  func record(_ kind: Kind, _ id: String) throws -> Record? { contents.records[Reference(kind: kind, id: id)] }

  func record(_ kind: Kind, named name: String, in scope: String) throws -> Record? {
    first { $0.kind == kind && $0.scope == scope && $0.name?.utf8.elementsEqual(name.utf8) == true }
  }

  func record(arn: String) throws -> Record? { first { $0.arn == arn } }

  func page(_ kind: Kind, in scope: String, after sequence: Int64?, limit: Int) throws -> [Record] {
    let all = contents.records.values.filter { $0.kind == kind && $0.scope == scope && $0.sequence > sequence ?? 0 }
    return Array(all.sorted { $0.sequence < $1.sequence }.prefix(limit))
  }

  func count(_ kind: Kind, in scope: String) throws -> Int {
    contents.records.values.count { $0.kind == kind && $0.scope == scope }
  }

  func referrers(of kind: Kind, _ id: String, limit: Int) throws -> [Reference] {
    let target = Reference(kind: kind, id: id)
    return Array(contents.references.filter { $0.value.contains(target) }.keys.sorted().prefix(limit))
  }

  func remembered(_ key: String, at now: Moment) throws -> Remembered? {
    contents.remembered[Array(key.utf8)].flatMap { $0.expiresAt > now ? $0 : nil }
  }

  private func first(_ matches: (Record) -> Bool) -> Record? { contents.records.values.first(where: matches) }
}

extension MemoryTransaction {
  func insert(_ record: Record, references: [Reference]) throws -> Record {
    guard try self.record(record.kind, record.id) == nil, try self.record(arn: record.arn) == nil else {
      throw StoreProblem.duplicateID
    }
    contents.lastSequence += 1
    var inserted = record
    inserted.sequence = contents.lastSequence
    try put(inserted, references)
    return inserted
  }

  func update(_ record: Record, references: [Reference]) throws -> Record {
    guard let before = try self.record(record.kind, record.id) else { throw StoreProblem.missingRecord }
    let after = record.changing(before)
    try put(after, references)
    return after
  }

  func retag(_ record: Record) throws {
    guard let before = try self.record(record.kind, record.id) else { throw StoreProblem.missingRecord }
    contents.records[record.reference] = record.retagging(before)
  }

  func delete(_ kind: Kind, _ id: String) throws {
    let itself = Reference(kind: kind, id: id)
    let others = try referrers(of: kind, id, limit: 6).filter { $0 != itself }
    guard others.isEmpty else { throw StoreProblem.referenced(by: Array(others.prefix(5))) }
    guard contents.records.removeValue(forKey: itself) != nil else { throw StoreProblem.missingRecord }
    contents.references[itself] = nil
    touched.insert(itself)
  }

  func deleteAll(in scope: String) throws {
    touched.insert(Reference(kind: .scope, id: scope))
    let owned = Set(contents.records.values.filter { $0.scope == scope }.map(\.id)).union([scope])
    let gone = contents.records.values.filter { owned.contains($0.scope) }.map(\.reference)
    for reference in gone {
      contents.records[reference] = nil
      contents.references[reference] = nil
    }
  }

  func remember(_ key: String, requestDigest: [UInt8], response: JSON, until: Moment) throws {
    contents.remembered[Array(key.utf8)] = Remembered(requestDigest: requestDigest, response: response, expiresAt: until)
  }

  func forget(before now: Moment) throws { contents.remembered = contents.remembered.filter { $0.value.expiresAt > now } }

  func enqueue(topic: String, payload: [UInt8]) throws {
    contents.lastItem += 1
    contents.outbox.append(OutboxItem(id: contents.lastItem, topic: topic, payload: payload))
  }

  /// A body may go on after a problem that it caught, so that nothing changes before everything is checked.
  private func put(_ record: Record, _ references: [Reference]) throws {
    if let name = record.name, let holder = try self.record(record.kind, named: name, in: record.scope), holder.id != record.id {
      throw StoreProblem.duplicateName
    }
    for reference in Set(references).sorted() {
      let target = reference == record.reference ? record : contents.records[reference]
      guard let target, target.isReachable(from: record) else { throw StoreProblem.missingReference(reference) }
    }
    contents.records[record.reference] = record
    contents.references[record.reference] = Set(references)
    touched.insert(record.reference)
  }
}
