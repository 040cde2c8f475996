extension MetricRule {
  /// Contacts that an agent was connected to.
  static let contactsHandled = MetricRule(
    name: "CONTACTS_HANDLED", aggregate: .sum, dimensions: .all, filters: [.initiationMethod, .disconnectReason],
    source: .ended { fact, _ in fact.isHandled ? Amount(value: 1) : nil })
}
