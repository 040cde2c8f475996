extension MetricRule {
  /// How many of a hundred queued contacts were abandoned.
  static let abandonmentRate = MetricRule(
    name: "ABANDONMENT_RATE", aggregate: .percentage, dimensions: .all,
    source: .ended { fact, _ in fact.enqueuedAt == nil ? nil : Amount(value: fact.isAbandoned ? 1 : 0) })
}
