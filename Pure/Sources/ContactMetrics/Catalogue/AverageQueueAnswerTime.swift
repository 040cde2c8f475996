extension MetricRule {
  /// How long those waited who were answered, in seconds.
  static let averageQueueAnswerTime = MetricRule(
    name: "AVG_QUEUE_ANSWER_TIME", aggregate: .average, dimensions: .withoutAgent,
    filters: [.initiationMethod, .disconnectReason],
    source: .ended { fact, _ in fact.isAnsweredFromQueue ? fact.queueSeconds.map { Amount(value: Double($0)) } : nil })
}
