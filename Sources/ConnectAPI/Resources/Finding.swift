import AWSWire
public import ResourceStore
import Vocabulary

extension Kind {
  public static let instance: Kind = "instance"
}

extension Lookup {
  /// The record of an instance, given its id or its ARN.
  /// - Throws: ResourceNotFoundException.
  @discardableResult
  public func instance(_ text: String) throws -> Record {
    let id = instanceIdentifier(text)
    guard let record = try reader.record(.instance, id) else {
      throw ConnectError(.resourceNotFound, "There is no instance with the id \(id).")
    }
    return record
  }

  /// The resource of that kind in that instance, given ids or ARNs. One in another instance is not found.
  /// - Throws: ResourceNotFoundException.
  public func find<Document>(_ kind: ResourceKind<Document>, _ text: String, in instance: String) throws -> Resource<Document> {
    let instanceID = try self.instance(instance).id
    let id = resourceIdentifier(text)
    guard let record = try reader.record(kind.kind, id), record.scope == instanceID, isSame(record, text) else {
      throw ConnectError.notFound(kind.noun, id)
    }
    return try resource(kind, record)
  }

  /// Where the caller gave an ARN, all of it must be right, not just the id in it.
  private func isSame(_ record: Record, _ text: String) -> Bool { ARN(text) == nil || record.arn == text }

  public func resource<Document>(_ kind: ResourceKind<Document>, _ record: Record) throws -> Resource<Document> {
    var document = try Document(json: record.document)
    if var tagged = document as? any Tagged {
      tagged.tags = record.tags.isEmpty ? nil : record.tags
      document = tagged as? Document ?? document
    }
    return Resource(record: record, document: document)
  }
}

/// The id in an id or an ARN, for references to resources that the caller names.
public func identifier(_ text: String) -> String { resourceIdentifier(text) }
