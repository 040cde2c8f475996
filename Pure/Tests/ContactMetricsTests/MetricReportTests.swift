import ContactMetrics
import Testing
import Vocabulary

/// Each metric by an example that was worked out by hand.
@Suite struct MetricReportTests {
  /// 2026-03-02T00:00:00Z, a Monday.
  static let midnight = Moment(seconds: 1_772_409_600)

  /// A contact whose life is told in seconds after midnight.
  static func contact(
    _ id: String, begun: Int64 = 0, queued: Int64? = nil, left: Int64? = nil, answered: Int64? = nil, over: Int64? = nil,
    _ body: (inout ContactFact) -> Void = { _ in }
  ) -> MetricFact {
    func at(_ seconds: Int64?) -> Moment? { seconds.map { midnight.adding(seconds: $0) } }
    var fact = ContactFact(contactID: id, channel: .chat, initiationMethod: "API", initiatedAt: midnight.adding(seconds: begun))
    fact.queueID = queued == nil ? nil : "q1"
    fact.enqueuedAt = at(queued)
    fact.dequeuedAt = at(left ?? answered)
    fact.connectedToAgentAt = at(answered)
    fact.disconnectedAt = at(over)
    if answered != nil { (fact.agentID, fact.routingProfileID) = ("a1", "p1") }
    body(&fact)
    return .contact(fact)
  }

  static func query(
    _ names: [String], hours: Int64 = 1, period: IntervalPeriod = .total,
    filters: [(key: String, values: [String])] = [("QUEUE", ["q1"])],
    groupings: [String] = [], threshold: (comparison: String, seconds: Double)? = nil,
    metricFilters: [(key: String, values: [String], isNegated: Bool)] = [], zone: Int = 0
  ) throws(MetricProblem) -> MetricQuery {
    try MetricQuery(
      MetricRequest(
        start: midnight, end: midnight.adding(seconds: hours * 3_600), period: period, filters: filters, groupings: groupings,
        metrics: names.map { .init(name: $0, thresholds: threshold.map { [$0] } ?? [], filters: metricFilters) }),
      now: midnight.adding(seconds: 40 * 86_400), offsetSeconds: { _ in zone })
  }

  static func rows(_ query: MetricQuery, _ facts: [MetricFact]) -> [MetricReport.Row] {
    var report = MetricReport(query)
    for fact in facts { report.add(fact) }
    return report.rows
  }

  /// Answered after 10 s and after 30 s, abandoned after 20 s, for a callback after 5 s, moved on after 8 s; one lives.
  static let day: [MetricFact] = [
    contact("1", queued: 0, answered: 10, over: 100) {
      ($0.interactionSeconds, $0.holdSeconds, $0.holds, $0.afterContactWorkSeconds) = (80, 10, 1, 6)
    },
    contact("2", queued: 10, answered: 40, over: 100) { ($0.interactionSeconds, $0.afterContactWorkSeconds) = (60, 4) },
    contact("3", queued: 10, left: 30, over: 30),
    contact("4", queued: 10, left: 15, over: 15) { $0.asksForCallback = true },
    contact("5", queued: 10, left: 18, over: 18) { $0.isTransferredOut = true },
    contact("6", queued: 20) { $0.initiationMethod = "TRANSFER" },
  ]

  @Test(arguments: [
    ("CONTACTS_CREATED", 6.0), ("CONTACTS_QUEUED", 5), ("CONTACTS_HANDLED", 2), ("CONTACTS_ABANDONED", 1),
    ("ABANDONMENT_RATE", 20),
    ("AVG_HANDLE_TIME", 80), ("AVG_QUEUE_ANSWER_TIME", 20),
    ("AVG_ABANDON_TIME", 20), ("AVG_INTERACTION_TIME", 70),
    ("AVG_HOLD_TIME", 10), ("AVG_AFTER_CONTACT_WORK_TIME", 5), ("MAX_QUEUED_TIME", 30), ("CONTACTS_TRANSFERRED_OUT", 1),
  ])
  func metric(name: String, value: Double) throws {
    #expect(Self.rows(try Self.query([name]), Self.day).map(\.values) == [[value]])
  }

  /// Those that left within 20 s: answered at 10, abandoned at 20 (by LTE alone), for a callback at 5. What moved on was not
  /// served.
  @Test(arguments: [
    ("SERVICE_LEVEL", "LT", 40.0), ("SERVICE_LEVEL", "LTE", 60), ("SUM_CONTACTS_ANSWERED_IN_X", "LT", 1),
    ("SUM_CONTACTS_ANSWERED_IN_X", "LTE", 1),
  ])
  func threshold(name: String, comparison: String, value: Double) throws {
    #expect(Self.rows(try Self.query([name], threshold: (comparison, 20)), Self.day).map(\.values) == [[value]])
  }

  @Test func metricFilters() throws {
    for (isNegated, value) in [(false, 1.0), (true, 5)] {
      let query = try Self.query(["CONTACTS_CREATED"], metricFilters: [("INITIATION_METHOD", ["TRANSFER"], isNegated)])
      #expect(Self.rows(query, Self.day).map(\.values) == [[value]])
    }
  }

  @Test func nothingIsNoRow() throws { #expect(Self.rows(try Self.query(["CONTACTS_CREATED"]), []).isEmpty) }

  @Test func whatCannotBeComputedIsNil() throws {
    #expect(Self.rows(try Self.query(["AVG_HOLD_TIME", "CONTACTS_QUEUED"]), [Self.day[2]]).map(\.values) == [[nil, 1]])
  }

  @Test func groupsAndIntervals() throws {
    let query = try Self.query(["CONTACTS_CREATED"], period: .thirtyMinutes, groupings: ["QUEUE", "CHANNEL"])
    let late = Self.contact("7", begun: 1_800, queued: 1_800) { $0.channel = .task }
    let rows = Self.rows(query, Self.day + [late])
    #expect(rows.map(\.dimensions) == [["q1", "CHAT"], ["q1", "CHAT"], ["q1", "TASK"], ["q1", "TASK"]])
    #expect(rows.map(\.values) == [[6], [0], [0], [1]])
  }

  @Test func occupancyIsCutAtBorders() throws {
    func activity(_ kind: ActivityFact.Kind, _ start: Int64, _ end: Int64) -> MetricFact {
      .activity(
        ActivityFact(
          agentID: "a1", routingProfileID: "p1", kind: kind, start: Self.midnight.adding(seconds: start),
          end: Self.midnight.adding(seconds: end)))
    }
    let query = try Self.query(["AGENT_OCCUPANCY"], period: .thirtyMinutes, filters: [("AGENT", ["a1"])], groupings: ["AGENT"])
    let rows = Self.rows(query, [activity(.idle, -100, 900), activity(.onContact, 900, 2_700), activity(.idle, 2_700, 9_999)])
    #expect(rows.map(\.values) == [[50], [50]])
  }

  @Test func nonResponses() throws {
    let offer = NonResponseFact(
      contactID: "1", channel: .voice, queueID: "q1", agentID: "a1", routingProfileID: "p1", at: Self.midnight)
    let query = try Self.query(["AGENT_NON_RESPONSE"], groupings: ["AGENT"])
    #expect(Self.rows(query, [.nonResponse(offer), .nonResponse(offer)]).map(\.values) == [[2]])
  }

  /// Days begin at the zone's midnight; the first and the last are what was asked for of them.
  @Test func daysOfAZone() throws {
    let query = try Self.query(["CONTACTS_CREATED"], hours: 48, period: .day, zone: -5 * 3_600)
    let starts = (0..<query.intervals.count).map { query.intervals[$0].start.rfc3339 }
    #expect(starts == ["2026-03-02T00:00:00Z", "2026-03-02T05:00:00Z", "2026-03-03T05:00:00Z"])
    let weeks = try Self.query(["CONTACTS_CREATED"], hours: 24 * 14, period: .week)
    let sundays = (0..<weeks.intervals.count).map { weeks.intervals[$0].start.rfc3339 }
    #expect(sundays == ["2026-03-02T00:00:00Z", "2026-03-08T00:00:00Z", "2026-03-15T00:00:00Z"])
  }

  @Test func problemsNameTheMember() {
    func member(_ body: () throws(MetricProblem) -> MetricQuery) -> String? {
      do throws(MetricProblem) { _ = try body() } catch { return error.member }
      return nil
    }
    #expect(member { () throws(MetricProblem) in try Self.query(["AGENT_ADHERENT_TIME"]) } == "Metrics[0].Name")
    #expect(member { () throws(MetricProblem) in try Self.query(["SERVICE_LEVEL"]) } == "Metrics[0].Threshold")
    #expect(
      member { () throws(MetricProblem) in try Self.query(["SERVICE_LEVEL"], threshold: ("GT", 20)) }
        == "Metrics[0].Threshold[0].Comparison")
    #expect(
      member { () throws(MetricProblem) in try Self.query(["CONTACTS_QUEUED"], metricFilters: [("INITIATION_METHOD", [], false)])
      }
        == "Metrics[0].MetricFilters")
    #expect(member { () throws(MetricProblem) in try Self.query(["CONTACTS_CREATED"], groupings: ["AGENT"]) } == "Groupings")
    #expect(member { () throws(MetricProblem) in try Self.query(["CONTACTS_CREATED"], filters: [("CHANNEL", [])]) } == "Filters")
    #expect(member { () throws(MetricProblem) in try Self.query(["CONTACTS_CREATED"], hours: 73, period: .hour) } == "EndTime")
    #expect(member { () throws(MetricProblem) in try Self.query(["CONTACTS_CREATED"], hours: 0) } == "EndTime")
  }
}
