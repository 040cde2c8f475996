extension MetricRule {
  /// Contacts that went on elsewhere: by their agent, or from their queue.
  static let contactsTransferredOut = MetricRule(
    name: "CONTACTS_TRANSFERRED_OUT", aggregate: .sum, dimensions: .all,
    source: .ended { fact, _ in fact.isTransferredOut ? Amount(value: 1) : nil })
}
