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
    guard let record = try reader.record(kind.kind, text, inInstance: instanceID) else {
      throw ConnectError.notFound(kind.noun, resourceIdentifier(text))
    }
    return try resource(kind, record)
  }

  /// What a resource owns as a record of its own: see `createPart`.
  /// - Throws: ResourceNotFoundException.
  public func part<Document>(_ kind: ResourceKind<Document>, _ id: String, of owner: Record) throws -> Resource<Document> {
    guard let record = try reader.record(kind.kind, partIdentifier(id, of: owner.id)) else {
      throw ConnectError.notFound(kind.noun, id)
    }
    return try resource(kind, record)
  }

  public func resource<Document>(_ kind: ResourceKind<Document>, _ record: Record) throws -> Resource<Document> {
    var document = try Document(json: record.document)
    if var tagged = document as? any Tagged {
      tagged.tags = record.tags.isEmpty ? nil : record.tags
      document = tagged as? Document ?? document
    }
    return Resource(record: record, document: document)
  }
}

extension ResourceReader {
  /// The record of that kind in that instance, given ids or ARNs; nil when there is none, or it stands in another instance.
  public func record(_ kind: Kind, _ text: String, inInstance instance: String) throws -> Record? {
    guard let record = try record(kind, resourceIdentifier(text)), record.scope == instanceIdentifier(instance),
      isSame(record, text)
    else { return nil }
    return record
  }

  /// Where the caller gave an ARN, all of it must be right, not just the id in it.
  private func isSame(_ record: Record, _ text: String) -> Bool { ARN(text) == nil || record.arn == text }
}

/// The id of the record of what a resource owns: its own id is unique among the parts of its owner alone.
public func partIdentifier(_ id: String, of owner: String) -> String { "\(owner):\(id)" }

/// The id in an id or an ARN, for references to resources that the caller names.
public func identifier(_ text: String) -> String { resourceIdentifier(text) }
