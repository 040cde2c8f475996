import ConnectAPI
import Contacts
import FlowEngine
import Vocabulary

/// Tells how queues and agents stand now.
struct GetCurrentMetricData: LiveOperation {
  static let rule: OperationRule<GetCurrentMetricDataRequest> = OperationRule(
    action: "connect:GetCurrentMetricData",
    resources: { [$1.arn("queue", "*", in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .read(["InstanceId", "Filters", "Groupings", "CurrentMetrics", "MaxResults"]),
    refuses: [
      RefusedMember("Filters.RoutingStepExpressions", because: "figures are not kept by routing step"),
      RefusedMember("Filters.Subtypes", because: "figures are not kept by subtype"),
      RefusedMember("Filters.ValidationTestTypes", because: "there are no test calls"),
    ])

  let live: LiveContacts

  func perform(_ input: GetCurrentMetricDataRequest, _ call: LiveCall) async throws -> GetCurrentMetricDataResponse {
    let query = try CurrentMetricQuery(input)
    let rows = try await live.read(input.instanceId) { centre, now in
      try query.check(centre)
      return query.filters(centre).map { row in (row, centre.currentFigures(row.filter, at: now)) }
    }
    let sorted = try query.sorted(rows.map { CurrentMetricRow(row: $0.0, figures: $0.1) })
    let page = try call.page(of: sorted, maxResults: input.maxResults, nextToken: input.nextToken) { $0.result(query.metrics) }
    return GetCurrentMetricDataResponse(
      nextToken: page.nextToken, metricResults: page.items, dataSnapshotTime: call.context.now,
      approximateTotalCount: sorted.count)
  }
}

/// What is asked for, checked.
struct CurrentMetricQuery: Sendable {
  /// One group of what is counted, and how it is called in the answer.
  struct Row: Sendable {
    var filter: FigureFilter
    var dimensions: Dimensions
  }

  let metrics: [CurrentMetric]
  private let filter: FigureFilter
  private let groupings: [Grouping]
  private let sort: CurrentMetricSortCriteria?

  init(_ input: GetCurrentMetricDataRequest) throws {
    metrics = input.currentMetrics
    groupings = input.groupings ?? []
    sort = input.sortCriteria?.first
    var filter = FigureFilter()
    filter.queues = input.filters.queues.map { Set($0.map(identifier)) }
    filter.routingProfiles = input.filters.routingProfiles.map { Set($0.map(identifier)) }
    filter.channels = input.filters.channels.map { Set($0.compactMap { ContactChannel(rawValue: $0.rawValue) }) }
    filter.statuses = input.filters.agentStatuses.map { Set($0.map(identifier)) }
    self.filter = filter
    guard filter.queues?.isEmpty == false || filter.routingProfiles?.isEmpty == false else {
      throw ConnectError(.invalidRequest, "Filters: needs Queues or RoutingProfiles.")
    }
    guard filter.queues == nil || filter.routingProfiles == nil else {
      throw ConnectError(.invalidRequest, "Filters: Queues and RoutingProfiles cannot be combined.")
    }
    for metric in metrics { try Self.check(metric) }
    for grouping in groupings where ![.queue, .channel, .routingProfile, .agentStatus].contains(grouping) {
      throw ConnectError(.invalidParameter, "Groupings: \(grouping.rawValue) is not supported.")
    }
  }

  /// As Connect has it: OLDEST_CONTACT_AGE in seconds, everything else in counts.
  private static func check(_ metric: CurrentMetric) throws {
    guard let name = metric.name else { throw ConnectError(.invalidParameter, "CurrentMetrics: a metric needs a Name.") }
    guard name != .estimatedWaitTime else {
      throw ConnectError(.invalidParameter, "CurrentMetrics: ESTIMATED_WAIT_TIME is not supported.")
    }
    let unit: Unit = name == .oldestContactAge ? .seconds : .count
    guard metric.unit == nil || metric.unit == unit else {
      throw ConnectError(.invalidParameter, "CurrentMetrics: the Unit of \(name.rawValue) is \(unit.rawValue).")
    }
  }

  func check(_ centre: ContactCentre) throws {
    for id in (filter.queues ?? []).sorted()
    where centre.configuration.queues[id] == nil && centre.configuration.agents[id] == nil {
      throw ConnectError.notFound("queue", id)
    }
    for id in (filter.routingProfiles ?? []).sorted() where centre.configuration.routingProfiles[id] == nil {
      throw ConnectError.notFound("routing profile", id)
    }
  }

  /// The groups, in a stable order.
  func filters(_ centre: ContactCentre) -> [Row] {
    var rows = [Row(filter: filter, dimensions: Dimensions())]
    for grouping in groupings { rows = rows.flatMap { split($0, by: grouping, centre) } }
    return rows
  }

  private func split(_ row: Row, by grouping: Grouping, _ centre: ContactCentre) -> [Row] {
    let configuration = centre.configuration
    switch grouping {
    case .queue:
      return (row.filter.queues ?? []).sorted().map { id in
        row.with { row in
          row.filter.queues = [id]
          row.dimensions.queue = QueueReference(id: id, arn: configuration.queues[id]?.arn ?? configuration.agents[id]?.arn)
        }
      }
    case .channel:
      let channels = row.filter.channels.map { $0.sorted { $0.rawValue < $1.rawValue } } ?? [.voice, .chat, .task, .email]
      return channels.map { channel in
        row.with { row in
          row.filter.channels = [channel]
          row.dimensions.channel = Channel(rawValue: channel.rawValue)
        }
      }
    case .routingProfile:
      return (row.filter.routingProfiles ?? []).sorted().map { id in
        row.with { row in
          row.filter.routingProfiles = [id]
          row.dimensions.routingProfile = RoutingProfileReference(id: id, arn: configuration.routingProfiles[id]?.arn)
        }
      }
    case .agentStatus:
      return (row.filter.statuses ?? Set(configuration.statuses.keys)).sorted().map { id in
        row.with { row in
          row.filter.statuses = [id]
          row.dimensions.agentStatus = AgentStatusIdentifier(arn: configuration.statuses[id]?.arn, id: id)
        }
      }
    case .routingStepExpression, .subtype, .validationTestType: return [row]
    }
  }

  func sorted(_ rows: [CurrentMetricRow]) throws -> [CurrentMetricRow] {
    guard let sort, let name = sort.sortByMetric else { return rows }
    let isAscending = sort.sortOrder == .ascending
    return rows.enumerated().sorted { left, right in
      let (a, b) = (left.element.value(name), right.element.value(name))
      return a == b ? left.offset < right.offset : isAscending ? a < b : a > b
    }.map(\.element)
  }
}

extension CurrentMetricQuery.Row {
  fileprivate func with(_ body: (inout Self) -> Void) -> Self {
    var row = self
    body(&row)
    return row
  }
}

/// One line of the answer.
struct CurrentMetricRow: Sendable {
  let row: CurrentMetricQuery.Row
  let figures: CurrentFigures

  func result(_ metrics: [CurrentMetric]) -> CurrentMetricResult {
    CurrentMetricResult(
      dimensions: row.dimensions,
      collections: metrics.map { CurrentMetricData(metric: $0, value: $0.name.map { Double(value($0)) }) })
  }

  func value(_ name: CurrentMetricName) -> Int {
    let agents = figures.agents
    return switch name {
    case .agentsOnline: agents.agentsOnline
    case .agentsAvailable: agents.agentsAvailable
    case .agentsOnCall, .agentsOnContact: agents.agentsOnContact
    case .agentsNonProductive: agents.agentsNonProductive
    case .agentsAfterContactWork: agents.agentsAfterContactWork
    case .agentsError: agents.agentsError
    case .agentsStaffed: agents.agentsStaffed
    case .contactsInQueue: agents.contactsInQueue
    case .oldestContactAge: agents.oldestContactAgeSeconds
    case .contactsScheduled: agents.contactsScheduled
    case .slotsActive: figures.slotsActive
    case .slotsAvailable: figures.slotsAvailable
    case .estimatedWaitTime: 0
    }
  }
}
