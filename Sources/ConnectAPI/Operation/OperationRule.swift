/// What an operation states about itself. The pipeline enforces all of it before the operation runs.
public struct OperationRule<Input: Sendable>: Sendable {
  /// The IAM action, such as `connect:CreateQueue`.
  public let action: String
  /// The ARNs that the caller must be allowed the action on: all of them.
  public let resources: @Sendable (Input, Place) -> [String]
  public let conditionKeys: [ConditionKey<Input>]
  public let audit: AuditRule
  /// The input members that this release cannot honour. A request that sets one is refused by name.
  public let refuses: [RefusedMember]

  public init(
    action: String, resources: @escaping @Sendable (Input, Place) -> [String], conditionKeys: [ConditionKey<Input>],
    audit: AuditRule,
    refuses: [RefusedMember]
  ) {
    self.action = action
    self.resources = resources
    self.conditionKeys = conditionKeys
    self.audit = audit
    self.refuses = refuses
  }
}

/// A condition key whose values come of the request itself.
public struct ConditionKey<Input: Sendable>: Sendable {
  let values: @Sendable (Input) -> [(key: String, values: [String])]

  /// `connect:InstanceId`.
  public static func instanceID(_ id: @escaping @Sendable (Input) -> String) -> Self {
    Self { [("connect:InstanceId", [instanceIdentifier(id($0))])] }
  }

  /// `connect:StorageResourceType`.
  public static func storageResourceType(_ type: @escaping @Sendable (Input) -> String) -> Self {
    Self { [("connect:StorageResourceType", [type($0)])] }
  }

  /// `connect:MonitorCapabilities`.
  public static func monitorCapabilities(_ capabilities: @escaping @Sendable (Input) -> [String]) -> Self {
    Self { [("connect:MonitorCapabilities", capabilities($0))] }
  }

  /// `connect:InstanceId` of a request that need not name an instance.
  public static func instanceIDIfGiven(_ id: @escaping @Sendable (Input) -> String?) -> Self {
    Self { input in id(input).map { [("connect:InstanceId", [instanceIdentifier($0)])] } ?? [] }
  }

  /// `aws:RequestTag/KEY` and `aws:TagKeys`, from the tags that a request sets.
  public static func requestTags(_ tags: @escaping @Sendable (Input) -> [String: String]?) -> Self {
    Self { input in
      guard let tags = tags(input), !tags.isEmpty else { return [] }
      let keys = tags.keys.sorted()
      return keys.map { ("aws:RequestTag/\($0)", [tags[$0] ?? ""]) } + [("aws:TagKeys", keys)]
    }
  }

  /// `aws:TagKeys`, from the keys that a request removes.
  public static func tagKeys(_ keys: @escaping @Sendable (Input) -> [String]) -> Self {
    Self { [("aws:TagKeys", keys($0))] }
  }
}

/// The audit event of an operation: CloudTrail's `eventName` is the operation's name.
public struct AuditRule: Sendable, Hashable {
  public let readOnly: Bool
  /// The input members that the event carries in clear: ids, ARNs, enums, numbers, names of configuration. Every other member
  /// that a request sets is carried as a keyed digest.
  public let members: [String]

  private init(readOnly: Bool, members: [String]) {
    self.readOnly = readOnly
    self.members = members
  }

  public static func read(_ members: [String]) -> AuditRule { AuditRule(readOnly: true, members: members) }
  public static func write(_ members: [String]) -> AuditRule { AuditRule(readOnly: false, members: members) }
}

/// An input member that is refused, and why.
public struct RefusedMember: Sendable, Hashable {
  /// Member names joined by dots, such as `OutboundCallerConfig.OutboundCallerIdNumberId`; a list or map is passed through.
  public let path: String
  public let reason: String

  public init(_ path: String, because reason: String) {
    self.path = path
    self.reason = reason
  }
}
