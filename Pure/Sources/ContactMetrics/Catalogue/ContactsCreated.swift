extension MetricRule {
  /// Contacts that began, those that still live included.
  static let contactsCreated = MetricRule(
    name: "CONTACTS_CREATED", aggregate: .sum, dimensions: .withoutAgent, filters: [.initiationMethod],
    source: .begun { _ in Amount(value: 1) })
}
