extension MetricRule {
  /// Offers that agents did not answer; a contact counts as often as it was offered in vain.
  static let agentNonResponse = MetricRule(
    name: "AGENT_NON_RESPONSE", aggregate: .sum, dimensions: .withoutSubtype, source: .nonResponses)
}

extension Set<MetricDimension> {
  fileprivate static let withoutSubtype = all.subtracting([.subtype])
}
