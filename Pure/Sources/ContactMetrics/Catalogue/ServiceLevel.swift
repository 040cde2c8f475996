extension MetricRule {
  /// How many of a hundred queued contacts left the queue within the threshold: answered, abandoned, or for a callback.
  static let serviceLevel = MetricRule(
    name: "SERVICE_LEVEL", aggregate: .percentage, dimensions: [.queue, .channel, .routingProfile], threshold: .required,
    source: .ended { fact, threshold in
      guard let seconds = fact.queueSeconds else { return nil }
      let isServed = (fact.isHandled || fact.isAbandoned || fact.asksForCallback) && threshold?.holds(for: seconds) == true
      return Amount(value: isServed ? 1 : 0)
    })
}
