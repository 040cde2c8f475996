extension MetricRule {
  /// How long those waited who abandoned, in seconds.
  static let averageAbandonTime = MetricRule(
    name: "AVG_ABANDON_TIME", aggregate: .average, dimensions: .all, filters: [.initiationMethod],
    source: .ended { fact, _ in fact.isAbandoned ? fact.queueSeconds.map { Amount(value: Double($0)) } : nil })
}
