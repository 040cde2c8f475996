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
  /// Unique in kind and scope where there is one, byte for byte: case counts, and so does the form of an accent.
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

extension Record {
  /// How others name it.
  public var reference: Reference { Reference(kind: kind, id: id) }

  /// This record as a change of `before`: what a change leaves alone is as it was.
  func changing(_ before: Record) -> Record {
    var after = self
    after.scope = before.scope
    after.arn = before.arn
    after.createdAt = before.createdAt
    after.sequence = before.sequence
    return after
  }

  /// `before` with the tags of this one, and the time of the change.
  func retagging(_ before: Record) -> Record {
    var after = before
    after.tags = tags
    after.modifiedAt = modifiedAt
    return after
  }

  /// Whether this one stands in the same scope as `record`, or owns it: the ids of another scope mean nothing in this one.
  func isReachable(from record: Record) -> Bool { scope == record.scope || id == record.scope }
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

extension Reference: Comparable {
  public static func < (left: Reference, right: Reference) -> Bool {
    (left.kind.rawValue, left.id) < (right.kind.rawValue, right.id)
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
  /// The id is taken in its kind, or the ARN in the store.
  case duplicateID
  case missingRecord
  case missingReference(Reference)
  /// Too much waits to be written.
  case overloaded
  /// Something points at it: the first few that do.
  case referenced(by: [Reference])
}
