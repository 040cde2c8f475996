extension MetricRule {
  /// From an agent's answer to the end of the after-contact work, in seconds.
  static let averageHandleTime = MetricRule(
    name: "AVG_HANDLE_TIME", aggregate: .average, dimensions: .all,
    source: .ended { fact, _ in
      let seconds = fact.interactionSeconds + fact.holdSeconds + fact.afterContactWorkSeconds
      return fact.isHandled ? Amount(value: Double(seconds)) : nil
    })
}
