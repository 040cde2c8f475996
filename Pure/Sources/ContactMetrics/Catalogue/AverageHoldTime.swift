extension MetricRule {
  /// How long those customers were on hold who were put on hold, in seconds.
  static let averageHoldTime = MetricRule(
    name: "AVG_HOLD_TIME", aggregate: .average, dimensions: .all,
    source: .ended { fact, _ in fact.holds > 0 ? Amount(value: Double(fact.holdSeconds)) : nil })
}
