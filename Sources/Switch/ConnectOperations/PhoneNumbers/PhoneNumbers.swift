import AWSWire
import ConnectAPI
import Link
import ResourceStore
import Vocabulary

extension Kind {
  static let phoneNumber: Kind = "phone-number"
  static let pooledNumber: Kind = "pooled-number"
}

extension ResourceKind where Document == StoredPhoneNumber {
  /// A number that an instance has claimed. It refers to the flow that takes its calls.
  static var phoneNumber: Self {
    ResourceKind(kind: .phoneNumber, arnWord: "phone-number", noun: "phone number") { number in
      number.contactFlowID.map { [Reference(kind: .contactFlow, id: $0)] } ?? []
    }
  }
}

/// A claimed number as it is stored: what Describe answers, and the flow that it is associated with.
struct StoredPhoneNumber: Shape, Tagged {
  static let shapeName = "StoredPhoneNumber"
  var summary: ClaimedPhoneNumberSummary
  var contactFlowID: String?

  init(_ summary: ClaimedPhoneNumberSummary, contactFlowID: String? = nil) {
    self.summary = summary
    self.contactFlowID = contactFlowID
  }

  init(json: JSON) throws(ShapeProblem) {
    summary = try ClaimedPhoneNumberSummary(json: json)
    contactFlowID = json["ContactFlowId"]?.string
  }

  /// The summary's own members, and one more.
  var json: JSON {
    var object = summary.json.object ?? JSON.Object()
    object["ContactFlowId"] = contactFlowID.map(JSON.string)
    return JSON(.object(object))
  }

  var tags: [String: String]? {
    get { summary.tags }
    set { summary.tags = newValue }
  }
}

/// What the operations on phone numbers share.
///
/// A number stands in the scope of the instance that has claimed it, so that it goes with that; its id and its ARN stay when it
/// moves to another.
enum PhoneNumbers {
  /// The instance that a request names: by its id, or by its ARN as the target.
  /// - Throws: InvalidParameterException for a target that is none, or where there are two; ResourceNotFoundException.
  static func target(_ arn: String?, _ instance: String?, _ call: some Call) throws -> Record? {
    guard arn == nil || instance == nil else {
      throw ConnectError(.invalidParameter, "TargetArn: give this or InstanceId, not both.")
    }
    if let instance { return try call.instance(instance) }
    guard let arn else { return nil }
    guard let parsed = ARN(arn), parsed.service == "connect", parsed.resource.hasPrefix("instance/") else {
      throw ConnectError(
        .invalidParameter, "TargetArn: must be the ARN of an instance; there are no traffic distribution groups.")
    }
    let record = try call.instance(arn)
    guard record.arn == arn else { throw ConnectError(.resourceNotFound, "There is no instance with the ARN \(arn).") }
    return record
  }

  /// The same, where there must be one.
  static func requiredTarget(_ arn: String?, _ instance: String?, _ call: some Call) throws -> Record {
    guard let target = try target(arn, instance, call) else {
      throw ConnectError(.invalidParameter, "InstanceId: this or TargetArn is needed.")
    }
    return target
  }

  /// A claimed number, given its id or its ARN.
  /// - Throws: ResourceNotFoundException.
  static func find(_ text: String, _ call: some Lookup) throws -> Resource<StoredPhoneNumber> {
    guard let record = try call.reader.record(.phoneNumber, identifier(text)), ARN(text) == nil || record.arn == text,
      try call.reader.record(.instance, record.scope) != nil
    else {
      throw ConnectError(.resourceNotFound, "There is no phone number with the id \(identifier(text)).")
    }
    return try call.resource(.phoneNumber, record)
  }

  /// A claimed number of that instance.
  static func find(_ text: String, in instance: String, _ call: some Lookup) throws -> Resource<StoredPhoneNumber> {
    let number = try find(text, call)
    guard try call.instance(instance).id == number.record.scope else {
      throw ConnectError.notFound("phone number", identifier(text))
    }
    return number
  }

  /// Whether a number has one of the types and countries, where any are asked for, and the prefix.
  static func matches(
    _ number: StoredPhoneNumber, types: [PhoneNumberType]?, countries: [PhoneNumberCountryCode]?, prefix: String? = nil
  ) -> Bool {
    func isAmong<Value: Equatable>(_ value: Value?, _ wanted: [Value]?) -> Bool {
      guard let wanted, !wanted.isEmpty else { return true }
      return value.map(wanted.contains) ?? false
    }
    return isAmong(number.summary.phoneNumberType, types) && isAmong(number.summary.phoneNumberCountryCode, countries)
      && hasPrefix(number.summary.phoneNumber ?? "", prefix)
  }

  /// With its plus sign or without.
  static func hasPrefix(_ number: String, _ prefix: String?) -> Bool {
    guard let prefix else { return true }
    return number.hasPrefix(prefix.hasPrefix("+") ? prefix : "+" + prefix)
  }
}

extension PhoneNumbers {
  /// Takes a number out of the pool for an instance.
  /// - Throws: ResourceNotFoundException for one that is not in the pool, or is claimed; LimitExceededException.
  static func claim(
    _ number: String, for instance: Record, description: String?, tags: [String: String]?, source: String?, _ call: WriteCall
  ) throws -> Resource<StoredPhoneNumber> {
    guard var pooled = try PoolEntry.find(number, call.writer), try !pooled.isClaimed(call.writer), !pooled.isRemoved else {
      throw ConnectError(
        .resourceNotFound, "There is no number \(number) to claim. SearchAvailablePhoneNumbers tells which there are.")
    }
    try TagRules.check(tags ?? [:])
    let max = call.context.quotas.max(of: .phoneNumber)
    guard try call.reader.count(.phoneNumber, in: instance.id) < max else {
      throw ConnectError(.invalidParameter, "InstanceId: an instance may have \(max) phone numbers at most.")
    }
    let id = call.context.newID()
    let arn = call.context.place.phoneNumberARN(id)
    let stored = StoredPhoneNumber(
      ClaimedPhoneNumberSummary(
        phoneNumberId: id, phoneNumberArn: arn, phoneNumber: number,
        phoneNumberCountryCode: PhoneNumberCountryCode(rawValue: pooled.number.country),
        phoneNumberType: PhoneNumberType(rawValue: pooled.number.type), phoneNumberDescription: description,
        targetArn: instance.arn, instanceId: instance.id, phoneNumberStatus: PhoneNumberStatus(status: .claimed),
        sourcePhoneNumberArn: source))
    let record = Record(
      kind: .phoneNumber, id: id, scope: instance.id, arn: arn, name: number, document: stored.json, sealed: nil,
      tags: tags ?? [:], createdAt: call.context.now, modifiedAt: call.context.now)
    pooled.claimedBy = id
    try pooled.save(call.writer)
    return Resource(record: try call.writer.insert(record, references: []), document: stored)
  }

  /// Gives a number to another instance. What takes its calls stays behind.
  /// - Throws: ResourceInUseException while a queue calls out with it.
  static func move(_ number: Resource<StoredPhoneNumber>, to instance: Record, _ call: WriteCall) throws {
    guard number.record.scope != instance.id else { return }
    try call.delete(.phoneNumber, number)
    var (record, stored) = (number.record, number.document)
    stored.summary.instanceId = instance.id
    stored.summary.targetArn = instance.arn
    stored.contactFlowID = nil
    stored.summary.tags = nil
    record.scope = instance.id
    record.document = stored.json
    record.modifiedAt = call.context.now
    try call.writer.insert(record, references: [])
  }

  /// Puts a number back into the pool, from where it can be claimed again at once.
  /// - Throws: ResourceInUseException while a queue calls out with it.
  static func release(_ number: Resource<StoredPhoneNumber>, _ call: WriteCall) throws {
    try call.delete(.phoneNumber, number)
    guard var pooled = try PoolEntry.find(number.document.summary.phoneNumber ?? "", call.writer) else { return }
    guard !pooled.isRemoved else { return try pooled.delete(call.writer) }
    pooled.claimedBy = nil
    try pooled.save(call.writer)
  }
}
