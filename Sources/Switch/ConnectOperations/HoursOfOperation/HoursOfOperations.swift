import AWSWire
import ConnectAPI
import ResourceStore
import Vocabulary

extension Kind {
  static let hoursOfOperation: Kind = "hours-of-operation"
}

extension ResourceKind where Document == StoredHoursOfOperation {
  /// Hours refer to their parents, so that a parent cannot be deleted while others inherit its overrides.
  static var hoursOfOperation: Self {
    ResourceKind(kind: .hoursOfOperation, arnWord: "operating-hours", noun: "hours of operation") { stored in
      stored.parentIDs.map { Reference(kind: .hoursOfOperation, id: $0) }
    }
  }
}

/// Hours of operation as they are stored: what Describe answers but for the parents' names, and the overrides. These stand in the
/// document, so that one record tells when a queue is open, and go with it.
struct StoredHoursOfOperation: Shape, Tagged, Dated {
  static let shapeName = "StoredHoursOfOperation"
  var hours: HoursOfOperation
  var parentIDs: [String]
  /// In the order of their creation.
  var overrides: [HoursOfOperationOverride]

  init(hours: HoursOfOperation, parentIDs: [String], overrides: [HoursOfOperationOverride]) {
    self.hours = hours
    self.parentIDs = parentIDs
    self.overrides = overrides
  }

  init(json: JSON) throws(ShapeProblem) {
    hours = try HoursOfOperation(json: json["Hours"] ?? .null)
    parentIDs = json["ParentIds"]?.array?.compactMap(\.string) ?? []
    var overrides: [HoursOfOperationOverride] = []
    for override in json["Overrides"]?.array ?? [] { overrides.append(try HoursOfOperationOverride(json: override)) }
    self.overrides = overrides
  }

  var json: JSON {
    ["Hours": hours.json, "ParentIds": .strings(parentIDs), "Overrides": .array(overrides.map(\.json))]
  }

  var tags: [String: String]? {
    get { hours.tags }
    set { hours.tags = newValue }
  }
  var lastModifiedTime: Moment? {
    get { hours.lastModifiedTime }
    set { hours.lastModifiedTime = newValue }
  }
  var lastModifiedRegion: String? {
    get { hours.lastModifiedRegion }
    set { hours.lastModifiedRegion = newValue }
  }
}

/// What the operations of hours of operation share.
enum HoursOfOperations {
  static let searchable = Searchable<StoredHoursOfOperation>(fields: [
    "name": { [$0.document.hours.name].compactMap { $0 } },
    "description": { [$0.document.hours.description].compactMap { $0 } },
    "timezone": { [$0.document.hours.timeZone].compactMap { $0 } },
    "resourceID": { [$0.id] },
  ])

  /// The hours as described, with the parents' names as they are now.
  static func described(_ resource: Resource<StoredHoursOfOperation>, _ call: some Call) throws -> HoursOfOperation {
    var hours = resource.document.hours
    let parents = try parents(of: resource.document, call)
    guard !parents.isEmpty else { return hours }
    hours.parentHoursOfOperations = parents.map {
      HoursOfOperationsIdentifier(name: $0.document.hours.name ?? "", id: $0.id, arn: $0.arn)
    }
    return hours
  }

  static func parents(of stored: StoredHoursOfOperation, _ call: some Lookup) throws -> [Resource<StoredHoursOfOperation>] {
    try stored.parentIDs.compactMap { id in
      try call.reader.record(.hoursOfOperation, id).map { try call.resource(.hoursOfOperation, $0) }
    }
  }

  /// The parents that a request names. One level is all there is: who inherits cannot be inherited from.
  /// - Throws: ResourceNotFoundException, InvalidParameterException, InvalidRequestException.
  static func checkedParents(
    _ configs: [ParentHoursOfOperationConfig]?, in instance: String, _ call: WriteCall
  ) throws -> [String] {
    let member = "ParentHoursOfOperationConfigs"
    let ids = try (configs ?? []).map { config in
      guard let id = config.hoursOfOperationId else {
        throw ConnectError(.invalidParameter, "\(member).HoursOfOperationId: required.")
      }
      let parent = try call.find(.hoursOfOperation, id, in: instance)
      guard parent.document.parentIDs.isEmpty else {
        throw ConnectError(.invalidRequest, "\(member): the hours of operation \(parent.id) have parents, so they cannot be one.")
      }
      return parent.id
    }
    guard Set(ids).count == ids.count else { throw ConnectError(.invalidParameter, "\(member): names a parent twice.") }
    return ids
  }

  /// The hours that every instance begins with: open at all hours, so that the first contact of a new instance gets through.
  /// - Returns: their id.
  static func makeBasicHours(in instance: String, _ call: WriteCall) throws -> String {
    let id = call.context.newID()
    let midnight = HoursOfOperationTimeSlice(hours: 0, minutes: 0)
    let hours = HoursOfOperation(
      hoursOfOperationId: id, hoursOfOperationArn: call.context.place.arn("operating-hours", id, in: instance),
      name: "Basic Hours", description: "Open at all hours", timeZone: "UTC",
      config: HoursOfOperationDays.allCases.map { HoursOfOperationConfig(day: $0, startTime: midnight, endTime: midnight) })
    let stored = StoredHoursOfOperation(hours: hours, parentIDs: [], overrides: [])
    try call.create(.hoursOfOperation, id: id, name: "Basic Hours", stored, tags: nil, in: instance)
    return id
  }
}
