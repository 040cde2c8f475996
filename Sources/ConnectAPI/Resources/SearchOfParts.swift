import AWSWire
import ResourceStore
import Vocabulary

extension Call {
  /// One page of what resources hold within their documents, such as the overrides of hours of operation, as `search` does for
  /// the
  /// resources themselves. The tags of a part are those of its resource.
  /// - Parameter parts: the parts of a resource with an id each, in a stable order.
  /// - Throws: InvalidParameterException for a field that the parts do not have.
  public func searchParts<Whole, Part>(
    of kind: ResourceKind<Whole>, _ searchable: Searchable<Part>, in instance: String, maxResults: Int?, nextToken: String?,
    _ parts: (Resource<Whole>) -> [(id: String, document: Part)]
  ) throws -> (page: Page<Resource<Part>>, total: Int) {
    let scope = try self.instance(instance).id
    let criteria = context.input["SearchCriteria"]
    if let criteria { try check(criteria, against: searchable, depth: 0) }
    var found: [Resource<Part>] = []
    try forEach(kind.kind, in: scope) { record in
      guard isAdmitted(record) else { return }
      for part in parts(try resource(kind, record)) {
        var partRecord = record
        partRecord.id = part.id
        let resource = Resource(record: partRecord, document: part.document)
        if matches(resource, criteria, searchable) { found.append(resource) }
      }
    }
    return (try page(of: found, maxResults: maxResults, nextToken: nextToken) { $0 }, found.count)
  }
}
