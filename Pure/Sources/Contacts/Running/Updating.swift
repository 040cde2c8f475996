public import FlowEngine
import Routing
public import Vocabulary

/// What the API changes of a contact while it lives.
extension ContactCentre {
  /// Connect's bound for all attributes of a contact, in bytes of UTF-8, names and values.
  public static let attributesBytesMax = 32 * 1024

  /// Sets attributes; an empty value removes nothing, it is a value.
  public mutating func updateAttributes(_ attributes: [(String, String)], of contactID: String, at now: Moment)
    throws(CentreProblem)
  {
    enter(now)
    var merged = try live(contactID).context.attributes
    for (name, value) in attributes { merged[name] = .string(value) }
    let bytes = merged.members.reduce(0) { $0 + $1.name.utf8.count + ($1.value.string?.utf8.count ?? 0) }
    guard bytes <= Self.attributesBytesMax else {
      throw CentreProblem(.attributesTooLarge, "A contact's attributes may have \(Self.attributesBytesMax) bytes in all.")
    }
    change(contactID) { $0.context.attributes = merged }
    touch(contactID)
  }

  /// Connect's UpdateContact: nil leaves a member as it is.
  public mutating func update(
    _ contactID: String, name: String?, description: String?, references: [ContactReference]?, segmentAttributes: JSON.Object?,
    customerEndpoint: Endpoint?, at now: Moment
  ) throws(CentreProblem) {
    enter(now)
    _ = try live(contactID)
    change(contactID) { contact in
      if let name { contact.context.name = name }
      if let description { contact.context.description = description }
      for reference in references ?? [] { contact.context.replace(reference) }
      for member in segmentAttributes?.members ?? [] { contact.context.segmentAttributes[member.name] = member.value }
      if let customerEndpoint { contact.context.customerEndpoint = customerEndpoint }
    }
    touch(contactID)
  }

  /// Connect's UpdateContactRoutingData.
  public mutating func updateRouting(
    _ contactID: String, priority: Int?, queueTimeAdjustmentSeconds: Int?, criteria: JSON?, at now: Moment
  ) throws(CentreProblem) {
    enter(now)
    _ = try live(contactID)
    change(contactID) { contact in
      if let priority { contact.context.queuePriority = priority }
      if let queueTimeAdjustmentSeconds { contact.context.queueTimeAdjustmentSeconds = queueTimeAdjustmentSeconds }
      if let criteria { contact.context.routingCriteria = criteria }
    }
    if let contact = contacts[contactID] { agenda.append(.routing(demandChanged(contact))) }
    touch(contactID)
  }

  public mutating func updateTags(_ tags: [String: String], removing keys: [String], of contactID: String, at now: Moment)
    throws(CentreProblem)
  {
    enter(now)
    _ = try live(contactID)
    change(contactID) { contact in
      for key in keys { contact.context.tags[key] = nil }
      contact.context.tags.merge(tags) { $1 }
    }
    touch(contactID)
  }

  private mutating func touch(_ contactID: String) {
    let now = now
    change(contactID) { $0.times.lastUpdatedAt = now }
    tell("CONTACT_DATA_UPDATED", of: contactID)
    settle()
  }
}

extension FlowContext {
  fileprivate mutating func replace(_ reference: ContactReference) {
    references.removeAll { $0.name == reference.name }
    references.append(reference)
  }
}
