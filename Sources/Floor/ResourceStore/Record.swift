public import Vocabulary

/// A kind of record, such as `queue`.
public struct Kind: RawRepresentable, Hashable, Sendable, ExpressibleByStringLiteral {
  public let rawValue: String
  public init(rawValue: String) { self.rawValue = rawValue }
  public init(stringLiteral value: String) { rawValue = value }
}

/// One named document.
public struct Record: Sendable, Equatable {
  public var kind: Kind
  /// Unique in the kind.
  public var id: String
  /// The id of what owns it, such as an instance.
  public var scope: String
  /// Unique in the store.
  public var arn: String
  /// Unique in kind and scope where there is one; case counts.
  public var name: String?
  public var document: JSON
  /// Ciphertext that was made elsewhere: what must not rest in clear.
  public var sealed: [UInt8]?
  public var tags: [String: String]
  public var createdAt: Moment
  public var modifiedAt: Moment
  /// The order of creation; the store assigns it, and never twice.
  public internal(set) var sequence: Int64 = 0

  public init(
    kind: Kind, id: String, scope: String, arn: String, name: String?, document: JSON, sealed: [UInt8]?, tags: [String: String],
    createdAt: Moment, modifiedAt: Moment
  ) {
    self.kind = kind
    self.id = id
    self.scope = scope
    self.arn = arn
    self.name = name
    self.document = document
    self.sealed = sealed
    self.tags = tags
    self.createdAt = createdAt
    self.modifiedAt = modifiedAt
  }
}

/// One record as another names it.
public struct Reference: Hashable, Sendable {
  public var kind: Kind
  public var id: String

  public init(kind: Kind, id: String) {
    self.kind = kind
    self.id = id
  }
}

/// What an idempotency key did the first time.
public struct Remembered: Sendable, Equatable {
  public let requestDigest: [UInt8]
  public let response: JSON
  public let expiresAt: Moment
}

/// A message that a transaction left to be delivered, at least once and in order.
public struct OutboxItem: Sendable, Equatable {
  public let id: Int64
  public let topic: String
  public let payload: [UInt8]
}

/// Why a write cannot be.
public enum StoreProblem: Error, Sendable, Equatable {
  case duplicateName
  case duplicateID
  case missingRecord
  case missingReference(Reference)
  /// Something points at it: the first few that do.
  case referenced(by: [Reference])
}
