public import AWSWire
public import ResourceStore
public import Vocabulary

/// What the Search operation of a kind can look at.
public struct Searchable<Document: Shape>: Sendable {
  /// StringCondition.FieldName -> the texts of a resource that it means.
  public let fields: [String: @Sendable (Resource<Document>) -> [String]]
  /// The criteria's other conditions by their member name, such as QueueTypeCondition.
  public let conditions: [String: @Sendable (Resource<Document>, JSON) -> Bool]

  public init(
    fields: [String: @Sendable (Resource<Document>) -> [String]],
    conditions: [String: @Sendable (Resource<Document>, JSON) -> Bool] = [:]
  ) {
    self.fields = fields
    self.conditions = conditions
  }
}

extension Call {
  /// One page of the resources that meet SearchCriteria and SearchFilter, and how many there are in all.
  /// - Parameter opened: makes readable what rests protected.
  /// - Throws: InvalidParameterException for a field that the kind does not have.
  public func search<Document>(
    _ kind: ResourceKind<Document>, _ searchable: Searchable<Document>, in instance: String, maxResults: Int?, nextToken: String?,
    opened: (Resource<Document>) throws -> Resource<Document> = { $0 }
  ) throws -> (page: Page<Resource<Document>>, total: Int) {
    let scope = try self.instance(instance).id
    let criteria = try checkedCriteria(searchable)
    var found: [Resource<Document>] = []
    try forEach(kind.kind, in: scope) { record in
      let resource = try opened(resource(kind, record))
      if matches(resource, criteria, searchable), isAdmitted(record) { found.append(resource) }
    }
    return (try page(of: found, maxResults: maxResults, nextToken: nextToken) { $0 }, found.count)
  }

  /// The same among resources that are not all in the store.
  public func search<Document>(
    among resources: [Resource<Document>], _ searchable: Searchable<Document>, maxResults: Int?, nextToken: String?
  ) throws -> (page: Page<Resource<Document>>, total: Int) {
    let criteria = try checkedCriteria(searchable)
    let found = resources.filter { matches($0, criteria, searchable) && isAdmitted($0.record) }
    return (try page(of: found, maxResults: maxResults, nextToken: nextToken) { $0 }, found.count)
  }

  private func checkedCriteria<Document>(_ searchable: Searchable<Document>) throws -> JSON? {
    let criteria = context.input["SearchCriteria"]
    if let criteria { try check(criteria, against: searchable, depth: 0) }
    return criteria
  }

  /// Every record of a kind in a scope, in the order of creation.
  public func forEach(_ kind: Kind, in scope: String, _ body: (Record) throws -> Void) throws {
    let batch = 1_000
    var after: Int64?
    while true {
      let records = try reader.page(kind, in: scope, after: after, limit: batch)
      try records.forEach(body)
      guard records.count == batch, let last = records.last else { return }
      after = last.sequence
    }
  }

  /// SearchFilter: TagFilter and AttributeFilter speak of tags in the same words.
  func isAdmitted(_ record: Record) -> Bool {
    guard let filter = context.input["SearchFilter"] else { return true }
    return ["TagFilter", "AttributeFilter"].allSatisfy { name in
      filter[name].map { TagCriteria.matches(record.tags, $0) } ?? true
    }
  }

  func check<Document>(_ criteria: JSON, against searchable: Searchable<Document>, depth: Int) throws {
    guard depth < 8 else { throw ConnectError(.invalidParameter, "SearchCriteria: nested more than 8 deep.") }
    for member in criteria.object?.members ?? [] {
      switch member.name {
      case "AndConditions", "OrConditions":
        try member.value.array?.forEach { try check($0, against: searchable, depth: depth + 1) }
      case "StringCondition":
        let field = member.value["FieldName"]?.string ?? ""
        guard searchable.fields[field] != nil else { throw unknown(field, searchable.fields.keys.sorted()) }
      default: try checkCondition(member.name, searchable.conditions.keys.sorted())
      }
    }
  }

  private func checkCondition(_ name: String, _ known: [String]) throws {
    guard known.contains(name) else {
      throw ConnectError(.invalidParameter, "SearchCriteria.\(name): this search does not have the condition.")
    }
  }

  private func unknown(_ field: String, _ fields: [String]) -> ConnectError {
    ConnectError(
      .invalidParameter,
      "SearchCriteria.StringCondition.FieldName: \(field) cannot be searched; these can: \(fields.joined(separator: ", ")).")
  }
}

/// All conditions that stand in one object must hold: an object is their conjunction.
func matches<Document>(_ resource: Resource<Document>, _ criteria: JSON?, _ searchable: Searchable<Document>) -> Bool {
  guard let members = criteria?.object?.members else { return true }
  return members.allSatisfy { member in
    switch member.name {
    case "AndConditions": member.value.array?.allSatisfy { matches(resource, $0, searchable) } ?? true
    case "OrConditions": member.value.array?.contains { matches(resource, $0, searchable) } ?? true
    case "StringCondition":
      TextCondition.holds(member.value, searchable.fields[member.value["FieldName"]?.string ?? ""]?(resource))
    default: searchable.conditions[member.name]?(resource, member.value) ?? false
    }
  }
}

/// The comparison of a StringCondition: case does not matter, as in Connect.
public enum TextCondition {
  /// - Parameter texts: what the condition's field means; nil when there is no such field.
  public static func holds(_ condition: JSON, _ texts: [String]?) -> Bool {
    guard let texts else { return false }
    let wanted = (condition["Value"]?.string ?? "").lowercased()
    return texts.contains { text in
      switch condition["ComparisonType"]?.string {
      case "STARTS_WITH": text.lowercased().hasPrefix(wanted)
      case "CONTAINS": text.lowercased().contains(wanted)
      default: text.lowercased() == wanted
      }
    }
  }
}
