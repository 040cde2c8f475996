public import AWSWire
public import ResourceStore

/// One operation of the Connect API. To add one is to add one file that holds a conforming type, one line in a catalogue, one
/// line in Tools/describe/built.txt and one fixture; docs/tutorials/add-an-operation.md walks through it.
///
/// The name of the type is the name of the operation.
public protocol ConnectOperation: Sendable {
  associatedtype Input: Shape
  associatedtype Output: Shape
  /// What the operation needs, refuses and records. Nothing of it has a default.
  static var rule: OperationRule<Input> { get }
}

extension ConnectOperation {
  public static var name: String { String(describing: Self.self) }
}

/// An operation that changes nothing. It sees one snapshot of the store.
public protocol ReadOperation: ConnectOperation {
  // Said again, since the compiler infers an associated type from the requirements of the protocol that declares it.
  associatedtype Input
  associatedtype Output
  func perform(_ input: Input, _ call: ReadCall) throws -> Output
  /// Whether the answer is a function of input and store alone. One that looks at the clock must say false.
  static var isLasting: Bool { get }
}

extension ReadOperation {
  public static var isLasting: Bool { true }
}

/// A read that needs something of the other process too, which a snapshot must not wait for.
public protocol GatheringOperation: ConnectOperation {
  associatedtype Input
  associatedtype Output
  associatedtype Gathered: Sendable
  /// Runs before the snapshot, outside it.
  func gather(_ input: Input, _ context: CallContext) async throws -> Gathered
  func perform(_ input: Input, _ gathered: Gathered, _ call: ReadCall) throws -> Output
}

/// An operation that changes the store. All that it does is one transaction: when it throws, nothing has happened.
public protocol WriteOperation: ConnectOperation {
  associatedtype Input
  associatedtype Output
  func perform(_ input: Input, _ call: WriteCall) throws -> Output
}

/// A write that needs something slow or remote first, which a transaction must not wait for.
public protocol StagedOperation: ConnectOperation {
  associatedtype Input
  associatedtype Output
  associatedtype Staged: Sendable
  /// Runs before the transaction, outside it.
  func stage(_ input: Input, _ context: CallContext, _ store: any ConfigurationStore) async throws -> Staged
  func perform(_ input: Input, _ staged: Staged, _ call: WriteCall) throws -> Output
  /// Runs after the transaction, whether it committed or not: the place to undo or complete what `stage` began elsewhere.
  func settle(_ input: Input, _ staged: Staged, committed: Bool) async
}

/// An operation on what is live: contacts and agents, whose state is elsewhere than the configuration. What it changes commits
/// there, together with `LiveCall.request`: the ClientToken's memory and the audit event.
public protocol LiveOperation: ConnectOperation {
  associatedtype Input
  associatedtype Output
  func perform(_ input: Input, _ call: LiveCall) async throws -> Output
}
