public import AWSWire
public import Link
public import ResourceStore
public import Vocabulary

/// What every operation may know of the request that it answers.
public struct CallContext: Sendable {
  public let operation: String
  public let caller: Caller
  public let place: Place
  public let now: Moment
  public let quotas: Quotas
  /// The validated input, which a page token is bound to.
  public let input: JSON
  let pageTokens: PageToken
  private let entropy: @Sendable () -> String

  public init(
    operation: String, caller: Caller, place: Place, now: Moment, quotas: Quotas, input: JSON, pageTokens: PageToken,
    newID: @escaping @Sendable () -> String
  ) {
    self.operation = operation
    self.caller = caller
    self.place = place
    self.now = now
    self.quotas = quotas
    self.input = input
    self.pageTokens = pageTokens
    entropy = newID
  }

  /// A fresh resource id: a random UUID.
  public func newID() -> String { entropy() }
}

/// What can look resources up.
public protocol Lookup {
  var reader: any ResourceReader { get }
}

/// A look at the configuration without a request behind it.
public struct StoredResources: Lookup {
  public let reader: any ResourceReader

  public init(reader: any ResourceReader) { self.reader = reader }
}

/// A running operation: its context, and the store as it may use it.
public protocol Call: Pages, Lookup {}

public struct ReadCall: Call {
  public let context: CallContext
  public let reader: any ResourceReader

  public init(context: CallContext, reader: any ResourceReader) {
    self.context = context
    self.reader = reader
  }
}

public struct WriteCall: Call {
  public let context: CallContext
  public let writer: any ResourceWriter
  public var reader: any ResourceReader { writer }

  public init(context: CallContext, writer: any ResourceWriter) {
    self.context = context
    self.writer = writer
  }
}
