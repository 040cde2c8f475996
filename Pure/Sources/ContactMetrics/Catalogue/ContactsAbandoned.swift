extension MetricRule {
  /// Contacts that ended in a queue; those that asked for a callback or went to another queue are none of them.
  static let contactsAbandoned = MetricRule(
    name: "CONTACTS_ABANDONED", aggregate: .sum, dimensions: .all, filters: [.initiationMethod],
    source: .ended { fact, _ in fact.isAbandoned ? Amount(value: 1) : nil })
}
