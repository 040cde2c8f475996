import Vocabulary

/// Metrics computed from what users see alone: contact records and agent events, as JSON. It shares no code with the product's.
struct RecordedMetrics {
  struct Row {
    var created: Int64
    var over: Int64
    var channel: String
    var method: String
    var hasQueue: Bool
    var queue: String?
    var waited: Int
    var agent: String?
    var profile: String?
    var interaction = 0
    var hold = 0
    var holds = 0
    var work = 0
    var isTransferred = false
    var wantsCallback = false
  }

  /// Seconds that an agent was busy or idle.
  struct Span {
    var agent: String
    var profile: String
    var isBusy: Bool
    var from: Double
    var to: Double
  }

  struct Unanswered {
    var agent: String
    var profile: String
    var queue: String?
    var channel: String
    var at: Double
  }

  /// By the second in which they were over.
  private(set) var rows: [Row] = []
  private(set) var spans: [Span] = []
  private(set) var unanswered: [Unanswered] = []

  init(records: [String: JSON], events: [JSON], until now: Moment) {
    // Who listens to a call handles no contact.
    for id in records.keys.sorted() where records[id]?["InitiationMethod"] != "MONITOR" {
      if let row = records[id].flatMap({ Self.row($0, records) }) { rows.append(row) }
    }
    rows.sort { $0.over < $1.over }
    for agent in Dictionary(grouping: events, by: { $0["AgentARN"]?.string ?? "" }).sorted(by: { $0.key < $1.key }) {
      read(agent.value, until: now.seconds)
    }
  }

  private static func row(_ record: JSON, _ records: [String: JSON]) -> Row? {
    guard let created = seconds(record["InitiationTimestamp"]), let over = seconds(record["DisconnectTimestamp"]) else {
      return nil
    }
    let (queue, agent) = (record["Queue"], record["Agent"])
    var row = Row(
      created: Int64(created), over: Int64(over), channel: record["Channel"]?.string ?? "",
      method: record["InitiationMethod"]?.string ?? "", hasQueue: queue?.isNull == false,
      queue: last(queue?["ARN"], of: "/queue/"),
      waited: queue?["Duration"]?.int ?? 0, agent: last(agent?["ARN"], of: "/agent/"),
      profile: last(agent?["RoutingProfile"]?["ARN"], of: "/routing-profile/"))
    row.interaction = agent?["AgentInteractionDuration"]?.int ?? 0
    row.hold = agent?["CustomerHoldDuration"]?.int ?? 0
    row.holds = agent?["NumberOfHolds"]?.int ?? 0
    row.work = agent?["AfterContactWorkDuration"]?.int ?? 0
    let next = record["NextContactId"]?.string.flatMap { records[$0] }
    row.wantsCallback = next?["InitiationMethod"]?.string == "CALLBACK"
    let isOutside = record["TransferredToEndpoint"]?.isNull == false && record["TransferCompletedTimestamp"]?.isNull == false
    row.isTransferred = next != nil && !row.wantsCallback || isOutside
    return row
  }

  /// The events of one agent, in their order.
  private mutating func read(_ events: [JSON], until end: Double) {
    var isThere = false
    var open: Span?
    var ringing: [String: JSON] = [:]
    for event in events {
      let at = Self.seconds(event["EventTimestamp"]) ?? 0
      let type = event["EventType"]?.string ?? ""
      if type == "LOGIN" { isThere = true }
      if type == "LOGOUT" { isThere = false }
      let snapshot = event["CurrentAgentSnapshot"] ?? .null
      let states = (snapshot["Contacts"]?.array ?? []).map { ($0, $0["State"]?.string ?? "") }
      if let open { close(open, at: at) }
      open = Self.span(event, snapshot, states.map(\.1), isThere, at)
      let now = Dictionary(states.map { ($0.0["ContactId"]?.string ?? "", $0) }, uniquingKeysWith: { $1 })
      for (id, contact) in ringing.sorted(by: { $0.key < $1.key }) where type != "LOGOUT" {
        if [nil, "MISSED", "REJECTED"].contains(now[id]?.1) { unanswered.append(Self.unanswered(event, snapshot, contact, at)) }
      }
      ringing = now.filter { $0.value.1 == "CONNECTING" && $0.value.0["InitiationMethod"] != "MONITOR" }.mapValues(\.0)
    }
    if let open { close(open, at: end) }
  }

  private mutating func close(_ span: Span, at end: Double) {
    var span = span
    span.to = end
    spans.append(span)
  }

  private static func span(_ event: JSON, _ snapshot: JSON, _ states: [String], _ isThere: Bool, _ at: Double) -> Span? {
    guard isThere, snapshot["AgentStatus"]?["Type"]?.string == "ROUTABLE" else { return nil }
    let isBusy = states.contains { ["CONNECTED", "CONNECTED_ONHOLD", "ENDED"].contains($0) }
    guard isBusy || !states.contains("CONNECTING") else { return nil }
    return Span(agent: agent(event), profile: profile(snapshot), isBusy: isBusy, from: at, to: at)
  }

  private static func unanswered(_ event: JSON, _ snapshot: JSON, _ contact: JSON, _ at: Double) -> Unanswered {
    Unanswered(
      agent: agent(event), profile: profile(snapshot), queue: last(contact["Queue"]?["ARN"], of: "/queue/"),
      channel: contact["Channel"]?.string ?? "", at: at)
  }

  private static func agent(_ event: JSON) -> String { last(event["AgentARN"], of: "/agent/") ?? "" }
  private static func profile(_ snapshot: JSON) -> String {
    last(snapshot["Configuration"]?["RoutingProfile"]?["ARN"], of: "/routing-profile/") ?? ""
  }

  /// The id at the end of an ARN of that kind of resource.
  private static func last(_ arn: JSON?, of word: String) -> String? {
    guard let text = arn?.string?.utf8, let slash = text.lastIndex(of: UInt8(ascii: "/")),
      text[...slash].suffix(word.utf8.count).elementsEqual(word.utf8)
    else { return nil }
    return String(text[text.index(after: slash)...])
  }

  /// Seconds since 1970 of `YYYY-MM-DDThh:mm:ss`, a fraction and `Z`.
  private static func seconds(_ time: JSON?) -> Double? {
    guard let bytes = time?.string.map({ Array($0.utf8) }), bytes.count >= 20 else { return nil }
    func number(_ range: Range<Int>) -> Int { bytes[range].reduce(0) { $0 * 10 + Int($1) - 0x30 } }
    guard let date = CivilDate(year: number(0..<4), month: number(5..<7), day: number(8..<10)) else { return nil }
    let whole = date.daysSinceEpoch * 86_400 + Int64(number(11..<13) * 3_600 + number(14..<16) * 60 + number(17..<19))
    guard bytes[19] == UInt8(ascii: ".") else { return Double(whole) }
    return Double(whole) + (Double(String(decoding: bytes[19..<bytes.count - 1], as: UTF8.self)) ?? 0)
  }
}

extension RecordedMetrics {
  /// Which of them: nil for all.
  struct Group {
    var queue: String?
    var channel: String?
    var agent: String?
    var profile: String?
    var mustHaveQueue = false
    var mustHaveAgent = false

    init(_ groupings: [String], _ values: [String], filter: String) {
      mustHaveQueue = filter == "QUEUE"
      mustHaveAgent = filter == "AGENT"
      for (grouping, value) in zip(groupings, values) { set(grouping, value) }
    }

    private mutating func set(_ grouping: String, _ value: String) {
      switch grouping {
      case "QUEUE": queue = value
      case "CHANNEL": channel = value
      case "AGENT": agent = value
      default:
        profile = value
        mustHaveAgent = true
      }
    }
  }

  func only(_ group: Group) -> RecordedMetrics {
    var some = self
    some.rows = rows.filter { group.takes($0.queue, $0.channel, $0.agent, $0.profile) }
    some.spans = spans.filter { group.takesAgent($0.agent, $0.profile) }
    some.unanswered = unanswered.filter { group.takes($0.queue, $0.channel, $0.agent, $0.profile) }
    return some
  }

  /// One metric over `[start, end)`; nil where nothing can be computed.
  func value(of metric: String, within threshold: Int, from start: Int64, to end: Int64) -> Double? {
    switch metric {
    case "AGENT_OCCUPANCY": return occupancy(Double(start), Double(end))
    case "AGENT_NON_RESPONSE": return Double(unanswered.count { $0.at >= Double(start) && $0.at < Double(end) })
    case "CONTACTS_CREATED": return Double(rows.count { $0.created >= start && $0.created < end })
    default: return Self.value(of: metric, within: threshold, rows[place(of: start)..<place(of: end)])
    }
  }

  /// How many rows were over before a second.
  private func place(of second: Int64) -> Int {
    var (low, high) = (0, rows.count)
    while low < high {
      let middle = (low + high) / 2
      if rows[middle].over < second { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private static func value(of metric: String, within threshold: Int, _ rows: ArraySlice<Row>) -> Double? {
    let queued = rows.filter(\.hasQueue)
    let handled = rows.filter { $0.agent != nil }
    let answered = queued.filter { $0.agent != nil }
    let abandoned = queued.filter { $0.agent == nil && !$0.isTransferred && !$0.wantsCallback }
    switch metric {
    case "CONTACTS_QUEUED": return Double(queued.count)
    case "CONTACTS_HANDLED": return Double(handled.count)
    case "CONTACTS_ABANDONED": return Double(abandoned.count)
    case "CONTACTS_TRANSFERRED_OUT": return Double(rows.count(where: \.isTransferred))
    case "ABANDONMENT_RATE": return queued.isEmpty ? nil : 100 * Double(abandoned.count) / Double(queued.count)
    case "AVG_HANDLE_TIME": return mean(handled.map { $0.interaction + $0.hold + $0.work })
    case "AVG_INTERACTION_TIME": return mean(handled.map(\.interaction))
    case "AVG_AFTER_CONTACT_WORK_TIME": return mean(handled.map(\.work))
    case "AVG_HOLD_TIME": return mean(rows.filter { $0.holds > 0 }.map(\.hold))
    case "AVG_QUEUE_ANSWER_TIME": return mean(answered.map(\.waited))
    case "AVG_ABANDON_TIME": return mean(abandoned.map(\.waited))
    case "MAX_QUEUED_TIME": return queued.map(\.waited).max().map(Double.init)
    case "SUM_CONTACTS_ANSWERED_IN_X": return Double(answered.count { $0.waited < threshold })
    case "SERVICE_LEVEL":
      let served = queued.filter { ($0.agent != nil || !$0.isTransferred) && $0.waited < threshold }
      return queued.isEmpty ? nil : 100 * Double(served.count) / Double(queued.count)
    default: return nil
    }
  }

  private static func mean(_ seconds: [Int]) -> Double? {
    seconds.isEmpty ? nil : Double(seconds.reduce(0, +)) / Double(seconds.count)
  }

  private func occupancy(_ start: Double, _ end: Double) -> Double? {
    var (busy, all) = (0.0, 0.0)
    for span in spans {
      let seconds = min(span.to, end) - max(span.from, start)
      guard seconds > 0 else { continue }
      all += seconds
      if span.isBusy { busy += seconds }
    }
    return all > 0 ? 100 * busy / all : nil
  }
}

extension RecordedMetrics.Group {
  fileprivate func takes(_ queue: String?, _ channel: String?, _ agent: String?, _ profile: String?) -> Bool {
    (!mustHaveQueue || queue != nil) && (!mustHaveAgent || agent != nil) && (self.queue == nil || self.queue == queue)
      && (self.channel == nil || self.channel == channel)
      && takesAgent(agent, profile)
  }

  fileprivate func takesAgent(_ agent: String?, _ profile: String?) -> Bool {
    (self.agent == nil || self.agent == agent) && (self.profile == nil || self.profile == profile)
  }
}
