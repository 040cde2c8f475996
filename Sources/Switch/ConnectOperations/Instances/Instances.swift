import AWSWire
import ConnectAPI
import ResourceStore
import Vocabulary

/// An instance as it is stored: what Describe answers, and its attributes.
struct StoredInstance: Shape, Tagged {
  static let shapeName = "StoredInstance"
  var instance: Instance
  /// AttributeType -> Value.
  var attributes: [String: String]

  init(instance: Instance, attributes: [String: String]) {
    self.instance = instance
    self.attributes = attributes
  }

  init(json: JSON) throws(ShapeProblem) {
    instance = try Instance(json: json["Instance"] ?? .null)
    var attributes: [String: String] = [:]
    for member in json["Attributes"]?.object?.members ?? [] { attributes[member.name] = member.value.string }
    self.attributes = attributes
  }

  var json: JSON {
    [
      "Instance": instance.json,
      "Attributes": .object(attributes.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }),
    ]
  }

  var tags: [String: String]? {
    get { instance.tags }
    set { instance.tags = newValue }
  }
}

/// What the instance operations share. Instances stand in the scope of the account.
enum Instances {
  static let noun = "instance"
  /// Instances that an account may have.
  static let countMax = 100

  static func find(_ text: String, _ call: some Call) throws -> Resource<StoredInstance> {
    let record = try call.instance(text)
    return try call.resource(kind, record)
  }

  static let kind = ResourceKind<StoredInstance>(kind: .instance, arnWord: "instance", noun: noun) { _ in [] }

  static func save(_ instance: Resource<StoredInstance>, _ call: WriteCall) throws { try call.save(kind, instance) }

  /// What an attribute has until it is set; the two that CreateInstance sets are not here.
  static let standardAttributes: [InstanceAttributeType: String] = [
    .contactflowLogs: "false", .contactLens: "true", .autoResolveBestVoices: "true", .useCustomTtsVoices: "false",
    .earlyMedia: "true",
    .multiPartyConference: "false", .highVolumeOutbound: "false", .enhancedContactMonitoring: "false",
    .enhancedChatMonitoring: "false", .multiPartyChatConference: "false", .messageStreaming: "false",
  ]

  static func value(of type: InstanceAttributeType, in instance: StoredInstance) -> String {
    switch type {
    case .inboundCalls: String(instance.instance.inboundCallsEnabled ?? false)
    case .outboundCalls: String(instance.instance.outboundCallsEnabled ?? false)
    default: instance.attributes[type.rawValue] ?? standardAttributes[type] ?? "false"
    }
  }

  static func set(_ type: InstanceAttributeType, to value: Bool, in instance: inout StoredInstance) {
    switch type {
    case .inboundCalls: instance.instance.inboundCallsEnabled = value
    case .outboundCalls: instance.instance.outboundCallsEnabled = value
    default: instance.attributes[type.rawValue] = String(value)
    }
  }

  /// Each attribute in the order of the model.
  static func attributes(of instance: StoredInstance) -> [Attribute] {
    InstanceAttributeType.allCases.map { Attribute(attributeType: $0, value: value(of: $0, in: instance)) }
  }
}
