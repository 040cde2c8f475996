extension MetricRule {
  /// The part of the time with or free for contacts that agents spent with contacts, of a hundred.
  static let agentOccupancy = MetricRule(
    name: "AGENT_OCCUPANCY", aggregate: .percentage, dimensions: [.agent, .routingProfile],
    source: .activity { Amount(value: $0 == .onContact ? 1 : 0) })
}
