import AWSWire
import ResourceStore
import Vocabulary

/// The operations that one process serves, by name.
public struct Catalogue: Sendable {
  private let entries: [String: CatalogueEntry]

  public init(_ entries: [CatalogueEntry]) {
    self.entries = Dictionary(uniqueKeysWithValues: entries.map { ($0.name, $0) })
  }

  public subscript(name: String) -> CatalogueEntry? { entries[name] }
  public var names: [String] { entries.keys.sorted() }
  public var all: [CatalogueEntry] { names.compactMap { entries[$0] } }
}

/// One operation with its types erased, so that the pipeline knows none of them.
public struct CatalogueEntry: Sendable {
  public let name: String
  public let action: String
  public let audit: AuditRule
  public let refuses: [RefusedMember]
  /// Whether an answer may be given again while the store is as it was.
  let isLasting: Bool
  /// Whether it answers only after its audit event is durable.
  private(set) var isOnRecord = false
  let bind: @Sendable (JSON, Place) throws -> Invocation

  public init<Operation: ReadOperation>(_ operation: Operation) {
    self.init(operation, isLasting: Operation.isLasting) { input in .read { try operation.perform(input, $0).json } }
  }

  public init<Operation: GatheringOperation>(_ operation: Operation) {
    self.init(operation, isLasting: false) { input in
      .gathering { context in
        let gathered = try await operation.gather(input, context)
        return { try operation.perform(input, gathered, $0).json }
      }
    }
  }

  public init<Operation: WriteOperation>(_ operation: Operation) {
    self.init(operation, isLasting: false) { input in .write { try operation.perform(input, $0).json } }
  }

  public init<Operation: StagedOperation>(_ operation: Operation) {
    self.init(operation, isLasting: false) { input in .staged(StagedRun(operation, input)) }
  }

  public init<Operation: LiveOperation>(_ operation: Operation) {
    self.init(operation, isLasting: false) { input in .live { try await operation.perform(input, $0).json } }
  }

  /// The operation reads or changes what contacts left behind: no audit, no access (law 1).
  public func onRecord() -> CatalogueEntry {
    var entry = self
    entry.isOnRecord = true
    return entry
  }

  private init<Operation: ConnectOperation>(
    _ operation: Operation, isLasting: Bool, _ body: @escaping @Sendable (Operation.Input) -> Invocation.Body
  ) {
    let rule = Operation.rule
    name = Operation.name
    action = rule.action
    audit = rule.audit
    refuses = rule.refuses
    self.isLasting = isLasting
    bind = { json, place in
      let input = try Operation.Input(json: json)
      var context: [String: [String]] = [:]
      for key in rule.conditionKeys {
        for (name, values) in key.values(input) { context[name] = values }
      }
      return Invocation(resources: rule.resources(input, place), conditionContext: context, body: body(input))
    }
  }
}

/// An operation bound to one input: what it must be allowed, and what it will do.
struct Invocation: Sendable {
  enum Body: Sendable {
    case read(@Sendable (ReadCall) throws -> JSON)
    case gathering(@Sendable (CallContext) async throws -> @Sendable (ReadCall) throws -> JSON)
    case write(@Sendable (WriteCall) throws -> JSON)
    case staged(StagedRun)
    case live(@Sendable (LiveCall) async throws -> JSON)
  }

  let resources: [String]
  let conditionContext: [String: [String]]
  let body: Body
}

/// A staged operation with its input, its types erased.
struct StagedRun: Sendable {
  /// Stages, and answers what to do inside the transaction and what after it.
  let stage: @Sendable (CallContext, any ConfigurationStore) async throws -> Ready

  struct Ready: Sendable {
    let perform: @Sendable (WriteCall) throws -> JSON
    let settle: @Sendable (_ committed: Bool) async -> Void
  }

  init<Operation: StagedOperation>(_ operation: Operation, _ input: Operation.Input) {
    stage = { context, store in
      let staged = try await operation.stage(input, context, store)
      return Ready(
        perform: { try operation.perform(input, staged, $0).json },
        settle: { await operation.settle(input, staged, committed: $0) })
    }
  }
}
