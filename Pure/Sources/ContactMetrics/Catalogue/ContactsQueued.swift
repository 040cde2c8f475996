extension MetricRule {
  /// Contacts that stood in a queue.
  static let contactsQueued = MetricRule(
    name: "CONTACTS_QUEUED", aggregate: .sum, dimensions: .all,
    source: .ended { fact, _ in fact.enqueuedAt == nil ? nil : Amount(value: 1) })
}
