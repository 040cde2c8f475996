public import AWSWire
public import ResourceStore

/// A kind of configuration: how it is named, where it stands in ARNs, and what a document of it refers to.
///
/// The document is the API's own shape, so that what was written is what is described.
public struct ResourceKind<Document: Shape>: Sendable {
  public let kind: Kind
  /// The word in its ARN, such as `operating-hours`.
  public let arnWord: String
  /// The word in messages, such as `hours of operation`.
  public let noun: String
  /// What must exist as long as the document says so.
  public let references: @Sendable (Document) -> [Reference]

  public init(
    kind: Kind, arnWord: String, noun: String, references: @escaping @Sendable (Document) -> [Reference]
  ) {
    self.kind = kind
    self.arnWord = arnWord
    self.noun = noun
    self.references = references
  }
}

/// A record with its document decoded.
public struct Resource<Document: Shape>: Sendable {
  public var record: Record
  public var document: Document

  public init(record: Record, document: Document) {
    self.record = record
    self.document = document
  }

  public var id: String { record.id }
  public var arn: String { record.arn }
}
