import ContactMetrics
import Contacts
import Vocabulary

/// Metrics are what records and events tell: for every metric, interval and grouping.
struct Figures: Checker {
  let name = "metrics"
  private var facts: [MetricFact] = []
  private var seen = 0
  private var records: [String: JSON] = [:]
  private var events: [JSON] = []

  mutating func saw(_ changes: CentreChanges, _ effects: [CentreEffect], _ simulation: Simulation) throws {
    for effect in effects {
      switch effect {
      case .fact(let fact):
        seen += 1
        if simulation.options.fault != .metric || seen % 50 != 7 { facts.append(fact) }
      case .deposit(let contactID, let record): records[contactID] = record
      case .agentEvent(let event): events.append((try? JSON.parse(event.text)) ?? .null)
      default: break
      }
    }
  }

  private static let withoutAgent = ["CONTACTS_CREATED", "AVG_QUEUE_ANSWER_TIME", "AVG_INTERACTION_TIME"]
  private static let ofAll = [
    "CONTACTS_QUEUED", "CONTACTS_HANDLED", "CONTACTS_ABANDONED", "ABANDONMENT_RATE", "AVG_HANDLE_TIME", "AVG_ABANDON_TIME",
    "AVG_HOLD_TIME", "AVG_AFTER_CONTACT_WORK_TIME", "MAX_QUEUED_TIME", "CONTACTS_TRANSFERRED_OUT", "AGENT_NON_RESPONSE",
  ]
  private static let withThreshold = ["SERVICE_LEVEL", "SUM_CONTACTS_ANSWERED_IN_X"]
  private static let threshold = 20

  func ended(_ simulation: Simulation) throws {
    let recorded = RecordedMetrics(records: records, events: events, until: simulation.now)
    let facts = facts + simulation.centre.openFacts(at: simulation.now)
    let start = recorded.rows.map(\.created).min() ?? 0
    let end = simulation.now.wholeSeconds + 1
    let queues = simulation.scene.queues.map(\.id)
    let metrics = Self.ofAll + Self.withoutAgent + Self.withThreshold
    for groupings in [[], ["QUEUE"], ["CHANNEL"], ["QUEUE", "CHANNEL"], ["ROUTING_PROFILE"]] {
      try check(facts, recorded, metrics, groupings, [("QUEUE", queues)], start, end)
    }
    let agents = simulation.scene.agents.map(\.id)
    try check(facts, recorded, Self.ofAll, ["AGENT"], [("AGENT", agents)], start, end)
    for groupings in [[], ["AGENT"], ["ROUTING_PROFILE"], ["AGENT", "ROUTING_PROFILE"]] {
      try check(facts, recorded, ["AGENT_OCCUPANCY"], groupings, [("AGENT", agents)], start, end)
    }
  }

  private func check(
    _ facts: [MetricFact], _ recorded: RecordedMetrics, _ metrics: [String], _ groupings: [String],
    _ filters: [(key: String, values: [String])],
    _ start: Int64, _ end: Int64
  ) throws {
    var ofGroups: [[String]: RecordedMetrics] = [:]
    for period in IntervalPeriod.allCases where end - start <= (period.isShort ? 3 : 35) * 86_400 {
      let query = try query(metrics, groupings, filters, period, start, end)
      var report = MetricReport(query)
      for fact in facts { report.add(fact) }
      for (dimensions, rows) in Dictionary(grouping: report.rows, by: \.dimensions).sorted(by: { "\($0.key)" < "\($1.key)" }) {
        let mine = ofGroups[dimensions] ?? recorded.only(RecordedMetrics.Group(groupings, dimensions, filter: filters[0].key))
        ofGroups[dimensions] = mine
        for row in rows { try check(row, query, mine, metrics, groupings) }
      }
    }
  }

  private func query(
    _ metrics: [String], _ groupings: [String], _ filters: [(key: String, values: [String])], _ period: IntervalPeriod,
    _ start: Int64, _ end: Int64
  ) throws -> MetricQuery {
    let request = MetricRequest(
      start: Moment(seconds: start), end: Moment(seconds: end), period: period, filters: filters, groupings: groupings,
      metrics: metrics.map { name in
        let threshold = Self.withThreshold.contains(name) ? [("LT", Double(Self.threshold))] : []
        return MetricRequest.Metric(name: name, thresholds: threshold, filters: [])
      })
    do {
      return try MetricQuery(request, now: Moment(seconds: end)) { _ in 5 * 3_600 + 1_800 }
    } catch {
      throw Finding("the query was refused: \(error)")
    }
  }

  private func check(
    _ row: MetricReport.Row, _ query: MetricQuery, _ recorded: RecordedMetrics, _ metrics: [String], _ groupings: [String]
  ) throws {
    let interval = query.intervals[row.interval]
    for (metric, value) in zip(metrics, row.values) {
      let other = recorded.value(
        of: metric, within: Self.threshold, from: interval.start.wholeSeconds, to: interval.end.wholeSeconds)
      guard isSame(value, other) else {
        throw Finding("\(metric) of \(groupings) \(row.dimensions) is \(describe(value)), and \(describe(other)) by the records")
      }
    }
  }

  /// Sums of milliseconds are not the same in every order.
  private func isSame(_ one: Double?, _ other: Double?) -> Bool {
    guard let one, let other else { return one == nil && other == nil }
    return abs(one - other) < 1e-6
  }

  private func describe(_ value: Double?) -> String { value.map { "\($0)" } ?? "nothing" }
}

extension IntervalPeriod {
  fileprivate var isShort: Bool { [.fifteenMinutes, .thirtyMinutes, .hour].contains(self) }
}
