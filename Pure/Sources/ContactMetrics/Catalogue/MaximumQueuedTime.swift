extension MetricRule {
  /// The longest that a contact stood in a queue, whatever came of it, in seconds.
  static let maximumQueuedTime = MetricRule(
    name: "MAX_QUEUED_TIME", aggregate: .maximum, dimensions: .all,
    source: .ended { fact, _ in fact.queueSeconds.map { Amount(value: Double($0)) } })
}
