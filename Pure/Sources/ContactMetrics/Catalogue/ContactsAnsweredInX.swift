extension MetricRule {
  /// Contacts that an agent answered within the threshold of their queueing.
  static let contactsAnsweredInX = MetricRule(
    name: "SUM_CONTACTS_ANSWERED_IN_X", aggregate: .sum, dimensions: .withoutAgent, threshold: .required,
    source: .ended { fact, threshold in
      guard fact.isAnsweredFromQueue, let seconds = fact.queueSeconds, threshold?.holds(for: seconds) == true else { return nil }
      return Amount(value: 1)
    })
}
