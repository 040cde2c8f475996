import Vocabulary

/// The answer to a question while facts come in.
public struct MetricReport: Sendable {
  public struct Row: Sendable, Hashable {
    /// In the order of the question's groupings.
    public let dimensions: [String]
    public let interval: Int
    /// In the order of the question's metrics; nil where nothing can be computed.
    public let values: [Double?]
  }

  private struct Tally {
    var value = 0.0
    var weight = 0.0
    var maximum: Double?

    mutating func add(_ amount: MetricRule.Amount) {
      value += amount.value
      weight += amount.weight
      maximum = max(maximum ?? amount.value, amount.value)
    }
  }

  /// More groups than that are more than anyone reads.
  public static let groupsMax = 10_000

  private let query: MetricQuery
  /// For each group, its intervals one after the other, each with a tally for every metric.
  private var groups: [[String]: [Tally]] = [:]
  /// Whether some groups were left out.
  public private(set) var isTruncated = false

  public init(_ query: MetricQuery) { self.query = query }

  public mutating func add(_ fact: MetricFact) {
    switch fact {
    case .contact(let fact): add(fact)
    case .nonResponse(let fact): add(fact)
    case .activity(let fact): add(fact)
    }
  }

  private mutating func add(_ fact: ContactFact) {
    guard let group = group(fact.value) else { return }
    for (index, metric) in query.metrics.enumerated() where metric.filters.allSatisfy({ $0.takes(fact) }) {
      switch metric.rule.source {
      case .ended(let amount):
        guard let at = fact.disconnectedAt, let amount = amount(fact, metric.threshold) else { continue }
        add(amount, to: group, at, index)
      case .begun(let amount):
        if let amount = amount(fact) { add(amount, to: group, fact.initiatedAt, index) }
      case .nonResponses, .activity: continue
      }
    }
  }

  private mutating func add(_ fact: NonResponseFact) {
    guard let group = group(fact.value) else { return }
    for (index, metric) in query.metrics.enumerated() {
      if case .nonResponses = metric.rule.source { add(MetricRule.Amount(value: 1), to: group, fact.at, index) }
    }
  }

  private mutating func add(_ fact: ActivityFact) {
    guard let group = group(fact.value) else { return }
    for (index, metric) in query.metrics.enumerated() {
      guard case .activity(let amount) = metric.rule.source else { continue }
      let second = amount(fact.kind)
      for (piece, seconds) in pieces(fact) {
        add(MetricRule.Amount(value: second.value * seconds, weight: second.weight * seconds), to: group, piece, index)
      }
    }
  }

  /// The seconds of an activity in each interval that it touches.
  private func pieces(_ fact: ActivityFact) -> [(Moment, Double)] {
    let (first, last) = (max(fact.start, query.start), min(fact.end, query.end))
    guard first < last, let start = query.intervals.index(of: first) else { return [] }
    return (start..<query.intervals.count).prefix { query.intervals[$0].start < last }.map { index in
      let interval = query.intervals[index]
      let (from, to) = (max(first, interval.start), min(last, interval.end))
      return (from, Double(to.microseconds - from.microseconds) / 1_000_000)
    }
  }

  /// nil for a fact that is filtered out or has no value for a grouping.
  private func group(_ value: (MetricDimension) -> String?) -> [String]? {
    for (dimension, wanted) in query.filters where !(value(dimension).map(wanted.contains) ?? false) { return nil }
    var group: [String] = []
    for dimension in query.groupings {
      guard let value = value(dimension) else { return nil }
      group.append(value)
    }
    return group
  }

  private mutating func add(_ amount: MetricRule.Amount, to group: [String], _ moment: Moment, _ metric: Int) {
    guard let interval = query.intervals.index(of: moment) else { return }
    let place = interval * query.metrics.count + metric
    if let known = groups.index(forKey: group) { return groups.values[known][place].add(amount) }
    guard groups.count < Self.groupsMax else {
      isTruncated = true
      return
    }
    var tallies = Array(repeating: Tally(), count: query.intervals.count * query.metrics.count)
    tallies[place].add(amount)
    groups[group] = tallies
  }

  /// Every interval of every group with data, by group and time.
  public var rows: [Row] {
    groups.keys.sorted { $0.lexicographicallyPrecedes($1) }.flatMap { group in
      (0..<query.intervals.count).map { interval in
        Row(dimensions: group, interval: interval, values: values(groups[group] ?? [], interval))
      }
    }
  }

  private func values(_ tallies: [Tally], _ interval: Int) -> [Double?] {
    query.metrics.enumerated().map { index, metric in
      let tally = tallies[interval * query.metrics.count + index]
      return switch metric.rule.aggregate {
      case .sum: tally.value
      case .average: tally.weight > 0 ? tally.value / tally.weight : nil
      case .percentage: tally.weight > 0 ? 100 * tally.value / tally.weight : nil
      case .maximum: tally.maximum
      }
    }
  }
}
