import Metrics
import Synchronization

/// What a listener counts: `http_requests_total` by status class, `http_request_duration_seconds` from a whole request to its
/// response, `http_connections_open`, and `http_refused_total` by reason. Every series carries the scheme.
final class ListenerMetrics: Sendable {
  private let answered: [Counter]
  private let refused: [Refusal: Counter]
  private let duration: Timer
  private let openMeter: Meter
  private let open = Atomic<Int>(0)
  private let openWebSockets = Atomic<Int>(0)

  init(isTLS: Bool, factory: any MetricsFactory) {
    let scheme = ("scheme", isTLS ? "https" : "http")
    answered = (1...5).map {
      Counter(label: "http_requests_total", dimensions: [scheme, ("class", "\($0)xx")], factory: factory)
    }
    var refused: [Refusal: Counter] = [:]
    for refusal in Refusal.allCases {
      refused[refusal] = Counter(
        label: "http_refused_total", dimensions: [scheme, ("reason", refusal.rawValue)], factory: factory)
    }
    self.refused = refused
    duration = Timer(label: "http_request_duration_seconds", dimensions: [scheme], factory: factory)
    openMeter = Meter(label: "http_connections_open", dimensions: [scheme], factory: factory)
  }

  /// Returns how many connections are open with this one.
  func connectionOpened() -> Int {
    openMeter.increment()
    return open.add(1, ordering: .relaxed).newValue
  }

  func connectionClosed() {
    openMeter.decrement()
    open.subtract(1, ordering: .relaxed)
  }

  /// A connection has become a WebSocket, and counts as one from now on.
  /// - Returns: how many there are with this one.
  func webSocketOpened() -> Int {
    open.subtract(1, ordering: .relaxed)
    return openWebSockets.add(1, ordering: .relaxed).newValue
  }

  /// It is one connection as the others again, on its way to be closed.
  func webSocketClosed() {
    open.add(1, ordering: .relaxed)
    openWebSockets.subtract(1, ordering: .relaxed)
  }

  func requestAnswered(status: Int, nanoseconds: Int64) {
    requestAnswered(status: status)
    duration.recordNanoseconds(nanoseconds)
  }

  /// One that never became a whole request, so it has no duration.
  func requestRefused(_ refusal: Refusal) {
    refused[refusal]?.increment()
    if refusal != .tooManyConnections { requestAnswered(status: refusal.status) }
  }

  private func requestAnswered(status: Int) {
    answered[min(max(status / 100, 1), 5) - 1].increment()
  }
}
