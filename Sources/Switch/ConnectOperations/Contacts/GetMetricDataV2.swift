import ConnectAPI
import ContactMetrics
import Contacts
import Foundation
import ResourceStore
import SwitchStore
import Vocabulary

/// Historical metrics: of contacts that are over, of offers, and of what agents did with their time.
struct GetMetricDataV2: LiveOperation {
  static let rule: OperationRule<GetMetricDataV2Request> = OperationRule(
    action: "connect:GetMetricDataV2",
    resources: { resources($0, $1) },
    conditionKeys: [.instanceID { instanceIdentifier($0.resourceArn) }],
    audit: .read(["ResourceArn", "StartTime", "EndTime", "Interval", "Filters", "Groupings", "Metrics", "MaxResults"]),
    refuses: [
      RefusedMember("Filters.StringCondition", because: "only values can be filtered by"),
      RefusedMember("Metrics.MetricId", because: "there are no metrics of one's own; give a Name"),
    ])

  let live: LiveContacts

  func perform(_ input: GetMetricDataV2Request, _ call: LiveCall) async throws -> GetMetricDataV2Response {
    let instance = instanceIdentifier(input.resourceArn)
    let query = try query(input, at: call.context.now)
    try await call.configuration { try Self.check(input, $0, instance) }
    let report = try await live.report(query, of: instance)
    guard !report.isTruncated else {
      throw ConnectError(
        .invalidRequest, "There are more than \(MetricReport.groupsMax) groups. Filter more, or group by less.")
    }
    let page = try call.page(of: report.rows, maxResults: input.maxResults, nextToken: input.nextToken) { row in
      MetricResultV2(
        dimensions: Dictionary(uniqueKeysWithValues: zip(query.groupings.map(\.rawValue), row.dimensions)),
        metricInterval: interval(query.intervals, row.interval),
        collections: zip(input.metrics, row.values).map { MetricDataV2(metric: $0, value: $1) })
    }
    return GetMetricDataV2Response(nextToken: page.nextToken, metricResults: page.items)
  }

  private func interval(_ intervals: MetricIntervals, _ index: Int) -> MetricInterval {
    let (start, end) = intervals[index]
    return MetricInterval(
      interval: ConnectAPI.IntervalPeriod(rawValue: intervals.period.rawValue), startTime: start, endTime: end)
  }

  private func query(_ input: GetMetricDataV2Request, at now: Moment) throws -> MetricQuery {
    guard let zone = TimeZone(identifier: input.interval?.timeZone ?? "UTC") else {
      throw ConnectError(.invalidParameter, "Interval.TimeZone: is no time zone of the IANA database.")
    }
    let request = MetricRequest(
      start: input.startTime, end: input.endTime,
      period: (input.interval?.intervalPeriod?.rawValue).flatMap(ContactMetrics.IntervalPeriod.init(rawValue:)) ?? .total,
      filters: input.filters.map { ($0.filterKey ?? "", ($0.filterValues ?? []).map(identifier)) },
      groupings: input.groupings ?? [], metrics: input.metrics.map(Self.metric))
    do {
      return try MetricQuery(request, now: now) { zone.secondsFromGMT(for: Date(timeIntervalSince1970: $0.seconds)) }
    } catch {
      throw ConnectError(.invalidParameter, "\(error.member): \(error.message)")
    }
  }

  private static func metric(_ metric: MetricV2) -> MetricRequest.Metric {
    MetricRequest.Metric(
      name: metric.name ?? "", thresholds: (metric.threshold ?? []).map { ($0.comparison ?? "", $0.thresholdValue ?? 0) },
      filters: (metric.metricFilters ?? []).map { ($0.metricFilterKey ?? "", $0.metricFilterValues ?? [], $0.negate ?? false) })
  }

  // MARK: What filters name

  private static let kinds: [String: (kind: Kind, word: String, noun: String)] = [
    MetricDimension.queue.rawValue: (.queue, "queue", "queue"),
    MetricDimension.routingProfile.rawValue: (.routingProfile, "routing-profile", "routing profile"),
    MetricDimension.agent.rawValue: (.agent, "agent", "user"),
  ]

  /// Whoever asks must be allowed to see each thing that is filtered by.
  private static func resources(_ input: GetMetricDataV2Request, _ place: Place) -> [String] {
    input.filters.flatMap { filter in
      kinds[filter.filterKey ?? ""].map { kind in
        (filter.filterValues ?? []).map { place.arn(kind.word, identifier($0), in: instanceIdentifier(input.resourceArn)) }
      } ?? []
    }
  }

  private static func check(_ input: GetMetricDataV2Request, _ call: ReadCall, _ instance: String) throws {
    _ = try call.instance(instance)
    for filter in input.filters {
      guard let kind = kinds[filter.filterKey ?? ""] else { continue }
      for value in filter.filterValues ?? [] {
        guard try call.reader.record(kind.kind, identifier(value), inInstance: instance) != nil else {
          throw ConnectError.notFound(kind.noun, value)
        }
      }
    }
  }
}

extension LiveContacts {
  /// What is stored, and what has not come so far.
  fileprivate func report(_ query: MetricQuery, of instance: String) async throws -> MetricReport {
    let open = try await read(instance) { centre, now in centre.openFacts(at: now) }
    return try await host.ports.store.report(query, of: instance, with: open)
  }
}
