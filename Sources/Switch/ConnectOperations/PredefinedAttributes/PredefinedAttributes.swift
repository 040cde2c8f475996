import ConnectAPI
import Link
import ResourceStore
import Vocabulary

extension Kind {
  static let predefinedAttribute: Kind = "predefined-attribute"
}

extension ResourceKind where Document == PredefinedAttribute {
  /// Requests know it by its name, which it keeps, and permissions by its instance. Its id is the store's alone.
  static var predefinedAttribute: Self {
    ResourceKind(kind: .predefinedAttribute, arnWord: "predefined-attribute", noun: "predefined attribute") { _ in [] }
  }
}

/// What the predefined attribute operations share.
enum PredefinedAttributes {
  static let searchable = Searchable<PredefinedAttribute>(fields: ["name": { [$0.document.name].compactMap { $0 } }])

  /// - Throws: ResourceNotFoundException.
  static func find(_ name: String, in instance: String, _ call: some Call) throws -> Resource<PredefinedAttribute> {
    let scope = try call.instance(instance).id
    guard let record = try call.reader.record(.predefinedAttribute, named: name, in: scope) else {
      throw ConnectError(.resourceNotFound, "There is no predefined attribute with the name \(name) in this instance.")
    }
    return try call.resource(.predefinedAttribute, record)
  }

  /// The attribute that a proficiency names.
  /// - Returns: nil when the instance has none of that name, or it lacks the value.
  static func reference(
    to proficiency: Agent.Proficiency, in instance: String, _ reader: any ResourceReader
  ) throws -> Reference? {
    guard let record = try reader.record(.predefinedAttribute, named: proficiency.attributeName, in: instance) else { return nil }
    let values = try PredefinedAttribute(json: record.document).values?.stringList ?? []
    return values.contains(proficiency.attributeValue) ? record.reference : nil
  }

  /// Values without one that stands twice, or that is kept for Connect's own use: see "Create predefined attributes" in the
  /// administrator guide.
  /// - Throws: InvalidParameterException.
  static func check(_ values: PredefinedAttributeValues?) throws {
    let values = values?.stringList ?? []
    guard Set(values).count == values.count else {
      throw ConnectError(.invalidParameter, "Values.StringList: names a value twice.")
    }
    for value in values { try checkPrefix(value, "Values.StringList") }
  }

  /// - Throws: InvalidParameterException for a prefix that is kept for Connect's own names.
  static func checkPrefix(_ text: String, _ member: String) throws {
    for prefix in ["aws:", "connect:"] where text.hasPrefix(prefix) {
      throw ConnectError(.invalidParameter, "\(member): must not begin with \(prefix), which is reserved.")
    }
  }

  /// The configuration as it is described. Attributes that the service itself owns would be read-only; there is none.
  static func configuration(_ input: InputPredefinedAttributeConfiguration) -> PredefinedAttributeConfiguration {
    PredefinedAttributeConfiguration(
      enableValueValidationOnAssociation: input.enableValueValidationOnAssociation ?? false, isReadOnly: false)
  }

  /// The values that agents have a proficiency in.
  static func usedValues(_ attribute: Resource<PredefinedAttribute>, _ call: some Call) throws -> Set<String> {
    let referrers = try call.reader.referrers(of: .predefinedAttribute, attribute.id, limit: Int(Int32.max))
    let agents = try referrers.compactMap { try call.reader.record($0.kind, $0.id) }.map(Agent.init)
    let used = agents.flatMap(\.proficiencies).filter { $0.attributeName == attribute.document.name }
    return Set(used.map(\.attributeValue))
  }
}
