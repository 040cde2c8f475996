public import Vocabulary

/// What is wrong with a question: the member, and what to do.
public struct MetricProblem: Error, Sendable, Hashable {
  public let member: String
  public let message: String
}

/// A question as it was asked.
public struct MetricRequest: Sendable {
  public struct Metric: Sendable {
    public var name: String
    public var thresholds: [(comparison: String, seconds: Double)]
    public var filters: [(key: String, values: [String], isNegated: Bool)]
    public init(
      name: String, thresholds: [(comparison: String, seconds: Double)],
      filters: [(key: String, values: [String], isNegated: Bool)]
    ) {
      self.name = name
      self.thresholds = thresholds
      self.filters = filters
    }
  }
  public var start: Moment
  public var end: Moment
  public var period: IntervalPeriod
  public var filters: [(key: String, values: [String])]
  public var groupings: [String]
  public var metrics: [Metric]
  public init(
    start: Moment, end: Moment, period: IntervalPeriod, filters: [(key: String, values: [String])], groupings: [String],
    metrics: [Metric]
  ) {
    self.start = start
    self.end = end
    self.period = period
    self.filters = filters
    self.groupings = groupings
    self.metrics = metrics
  }
}

/// A question that can be answered.
public struct MetricQuery: Sendable {
  struct Metric: Sendable {
    let rule: MetricRule
    let threshold: MetricThreshold?
    let filters: [MetricFilter]
  }

  public let start: Moment
  public let end: Moment
  public let intervals: MetricIntervals
  public let groupings: [MetricDimension]
  public private(set) var filters: [MetricDimension: Set<String>] = [:]
  let metrics: [Metric]

  private static let filterKeysMax = 5
  private static let filterValuesMax = 100
  /// Three months.
  private static let daysBackMax: Int64 = 93
  /// How far a client's clock may be ahead.
  private static let secondsAheadMax: Int64 = 300

  /// - Parameter offsetSeconds: how far the zone's clocks are ahead of UTC at a moment, in seconds.
  /// - Throws: MetricProblem for the first member that is wrong.
  public init(_ request: MetricRequest, now: Moment, offsetSeconds: (Moment) -> Int) throws(MetricProblem) {
    try Self.checkTime(request, now)
    start = request.start
    end = request.end
    intervals = MetricIntervals(from: start, to: end, by: request.period, offsetSeconds: offsetSeconds)
    groupings = try Self.dimensions(request.groupings, member: "Groupings")
    var metrics: [Metric] = []
    for (index, metric) in request.metrics.enumerated() {
      metrics.append(try Self.metric(metric, member: "Metrics[\(index)]", groupings))
    }
    self.metrics = metrics
    try take(request.filters)
  }

  private static func checkTime(_ request: MetricRequest, _ now: Moment) throws(MetricProblem) {
    let days = request.period.daysMax
    guard request.start < request.end else { throw MetricProblem(member: "EndTime", message: "must be later than StartTime.") }
    guard request.end <= now.adding(seconds: secondsAheadMax) else {
      throw MetricProblem(member: "EndTime", message: "must not be in the future.")
    }
    guard request.end <= request.start.adding(seconds: days * 86_400) else {
      throw MetricProblem(
        member: "EndTime", message: "\(request.period.rawValue) answers for at most \(days) days; ask for less at a time.")
    }
    guard request.start >= now.adding(seconds: -daysBackMax * 86_400) else {
      throw MetricProblem(member: "StartTime", message: "metrics reach three months back.")
    }
  }

  private static func dimensions(_ names: [String], member: String) throws(MetricProblem) -> [MetricDimension] {
    var dimensions: [MetricDimension] = []
    for name in names {
      guard let dimension = MetricDimension(rawValue: name) else {
        let known = MetricDimension.allCases.map(\.rawValue).joined(separator: ", ")
        throw MetricProblem(member: member, message: "\(name) is not supported; there are \(known).")
      }
      guard !dimensions.contains(dimension) else { throw MetricProblem(member: member, message: "\(name) stands there twice.") }
      dimensions.append(dimension)
    }
    return dimensions
  }

  private mutating func take(_ given: [(key: String, values: [String])]) throws(MetricProblem) {
    let dimensions = try Self.dimensions(given.map(\.key), member: "Filters")
    for (dimension, filter) in zip(dimensions, given) { filters[dimension] = Set(filter.values) }
    guard dimensions.count <= Self.filterKeysMax else {
      throw MetricProblem(member: "Filters", message: "takes at most \(Self.filterKeysMax) keys.")
    }
    let values = zip(dimensions, given).reduce(0) { $0 + ($1.0 == .channel ? 0 : $1.1.values.count) }
    guard values <= Self.filterValuesMax else {
      throw MetricProblem(member: "Filters", message: "takes at most \(Self.filterValuesMax) values in all.")
    }
    guard !Set(dimensions).isDisjoint(with: [.queue, .routingProfile, .agent]) else {
      throw MetricProblem(member: "Filters", message: "needs QUEUE, ROUTING_PROFILE or AGENT.")
    }
    for metric in metrics { try Self.check(metric.rule, dimensions, member: "Filters") }
  }

  private static func check(_ rule: MetricRule, _ dimensions: [MetricDimension], member: String) throws(MetricProblem) {
    guard let wrong = dimensions.first(where: { !rule.dimensions.contains($0) }) else { return }
    throw MetricProblem(member: member, message: "\(wrong.rawValue) does not go with the metric \(rule.name).")
  }

  private static func metric(_ metric: MetricRequest.Metric, member: String, _ groupings: [MetricDimension])
    throws(MetricProblem) -> Metric
  {
    guard let rule = MetricRule.all.first(where: { $0.name == metric.name }) else {
      throw MetricProblem(member: "\(member).Name", message: "the metric \(metric.name) is not supported.")
    }
    try check(rule, groupings, member: "Groupings")
    var filters: [MetricFilter] = []
    for filter in metric.filters {
      guard let key = MetricFilter.Key(rawValue: filter.key), rule.filters.contains(key) else {
        throw MetricProblem(member: "\(member).MetricFilters", message: "\(filter.key) does not go with the metric \(rule.name).")
      }
      filters.append(MetricFilter(key: key, values: Set(filter.values), isNegated: filter.isNegated))
    }
    return Metric(rule: rule, threshold: try threshold(metric, rule, member: "\(member).Threshold"), filters: filters)
  }

  private static func threshold(_ metric: MetricRequest.Metric, _ rule: MetricRule, member: String) throws(MetricProblem)
    -> MetricThreshold?
  {
    switch (rule.threshold, metric.thresholds.count) {
    case (.none, 0): return nil
    case (.none, _): throw MetricProblem(member: member, message: "the metric \(rule.name) takes none.")
    case (.required, 1): break
    case (.required, _): throw MetricProblem(member: member, message: "the metric \(rule.name) needs one.")
    }
    let given = metric.thresholds[0]
    guard let comparison = MetricThreshold.Comparison(rawValue: given.comparison) else {
      throw MetricProblem(member: "\(member)[0].Comparison", message: "must be LT or LTE for \(rule.name).")
    }
    guard let seconds = Int(exactly: given.seconds), (1...604_800).contains(seconds) else {
      throw MetricProblem(member: "\(member)[0].ThresholdValue", message: "must be a whole number from 1 to 604800.")
    }
    return MetricThreshold(comparison: comparison, seconds: seconds)
  }
}
