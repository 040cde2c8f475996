extension MetricRule {
  /// How long agent and customer were together, holds left out, in seconds.
  static let averageInteractionTime = MetricRule(
    name: "AVG_INTERACTION_TIME", aggregate: .average, dimensions: .withoutAgent, filters: [.initiationMethod],
    source: .ended { fact, _ in fact.isHandled ? Amount(value: Double(fact.interactionSeconds)) : nil })
}
