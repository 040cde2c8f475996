extension MetricRule {
  /// After-contact work for a handled contact, in seconds.
  static let averageAfterContactWorkTime = MetricRule(
    name: "AVG_AFTER_CONTACT_WORK_TIME", aggregate: .average, dimensions: .all, filters: [.initiationMethod],
    source: .ended { fact, _ in fact.isHandled ? Amount(value: Double(fact.afterContactWorkSeconds)) : nil })
}
