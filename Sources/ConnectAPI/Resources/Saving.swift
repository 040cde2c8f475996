import AWSWire
public import ResourceStore
import Vocabulary

extension WriteCall {
  /// Makes a resource in an instance. The id is given, since the document tells it too.
  /// - Throws: LimitExceededException, DuplicateResourceException, ResourceNotFoundException (of something referred to).
  @discardableResult
  public func create<Document>(
    _ kind: ResourceKind<Document>, id: String, name: String?, _ document: Document, tags: [String: String]?, in instance: String,
    sealed: [UInt8]? = nil
  ) throws -> Resource<Document> {
    let instanceID = try self.instance(instance).id
    try TagRules.check(tags ?? [:])
    return try make(kind, id: id, name: name, document, tags: tags ?? [:], in: instanceID, instance: instanceID, sealed: sealed)
  }

  /// Makes what a resource owns as a record of its own, such as a version of a flow: unlike what stands in the document, it can
  /// be many and large. It stands in the scope of its owner; its id follows that of the owner in record and ARN.
  /// - Throws: as `create`; LimitExceededException when this owner has too many.
  @discardableResult
  public func createPart<Document>(
    _ kind: ResourceKind<Document>, id: String, name: String?, _ document: Document, of owner: Record
  ) throws -> Resource<Document> {
    try make(
      kind, id: partIdentifier(id, of: owner.id), name: name, document, tags: [:], in: owner.id, instance: owner.scope,
      sealed: nil)
  }

  private func make<Document>(
    _ kind: ResourceKind<Document>, id: String, name: String?, _ document: Document, tags: [String: String], in scope: String,
    instance: String, sealed: [UInt8]?
  ) throws -> Resource<Document> {
    try checkQuota(kind, in: scope)
    let document = stamped(document)
    let record = Record(
      kind: kind.kind, id: id, scope: scope, arn: context.place.arn(kind.arnWord, id, in: instance), name: name,
      document: stored(document), sealed: sealed, tags: tags, createdAt: context.now, modifiedAt: context.now)
    return Resource(record: try insert(record, kind, document), document: document)
  }

  /// Stores the changed document of a resource, under a new name where one is given.
  /// - Throws: DuplicateResourceException, ResourceNotFoundException (of something referred to).
  public func save<Document>(
    _ kind: ResourceKind<Document>, _ resource: Resource<Document>, name: String? = nil
  ) throws {
    var record = resource.record
    let document = stamped(resource.document)
    record.name = name ?? record.name
    record.document = stored(document)
    record.modifiedAt = context.now
    _ = try explained(kind, record) { try writer.update(record, references: kind.references(document)) }
  }

  /// - Throws: ResourceInUseException while something refers to it.
  public func delete<Document>(_ kind: ResourceKind<Document>, _ resource: Resource<Document>) throws {
    try explained(kind, resource.record) { try writer.delete(kind.kind, resource.id) }
  }

  /// Deletes a resource and the records that it owns.
  /// - Throws: ResourceInUseException while something refers to it.
  public func deleteWithParts<Document>(_ kind: ResourceKind<Document>, _ resource: Resource<Document>) throws {
    try delete(kind, resource)
    try writer.deleteAll(in: resource.id)
  }

  private func insert<Document>(_ record: Record, _ kind: ResourceKind<Document>, _ document: Document) throws -> Record {
    try explained(kind, record) { try writer.insert(record, references: kind.references(document)) }
  }

  private func checkQuota<Document>(_ kind: ResourceKind<Document>, in scope: String) throws {
    let max = context.quotas.max(of: kind.kind)
    guard try reader.count(kind.kind, in: scope) < max else { throw ConnectError.quota(kind.noun, max: max) }
  }

  private func stamped<Document: Shape>(_ document: Document) -> Document {
    guard var dated = document as? any Dated else { return document }
    dated.lastModifiedTime = context.now
    dated.lastModifiedRegion = context.place.region
    return dated as? Document ?? document
  }

  /// Tags are kept in the record alone.
  private func stored<Document: Shape>(_ document: Document) -> JSON {
    guard var tagged = document as? any (Tagged & Shape) else { return document.json }
    tagged.tags = nil
    return tagged.json
  }

  private func explained<Document, Result>(
    _ kind: ResourceKind<Document>, _ record: Record, _ body: () throws -> Result
  ) throws -> Result {
    do {
      return try body()
    } catch let problem as StoreProblem {
      throw connectError(for: problem, kind.noun, record)
    }
  }

  private func connectError(for problem: StoreProblem, _ noun: String, _ record: Record) -> any Error {
    switch problem {
    case .duplicateName: ConnectError.duplicate(noun, named: record.name ?? "")
    case .missingReference(let reference): ConnectError.notFound(reference.kind.rawValue, reference.id)
    case .missingRecord: ConnectError.notFound(noun, record.id)
    case .referenced(let by): ConnectError.inUse(noun, record.id, by: by.map { "\($0.kind.rawValue) \($0.id)" })
    default: problem
    }
  }
}
