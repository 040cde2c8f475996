import HTTPHost
import Metrics
import Testing

@Suite struct PrometheusTests {
  @Test func theTextFormatIsAsSpecified() {
    let registry = PrometheusRegistry(labelSetsMax: 10)
    Counter(label: "calls_total", dimensions: [("b", "2"), ("a", "x\\\"y\nz")], factory: registry).increment(by: 3)
    Counter(label: "calls_total", dimensions: [("a", "x\\\"y\nz"), ("b", "2")], factory: registry).increment()
    FloatingPointCounter(label: "seconds_total", factory: registry).increment(by: 1.5)
    Gauge(label: "depth", factory: registry).record(7)
    Meter(label: "9-level", factory: registry).set(-0.25)
    let timer = Timer(label: "took_seconds", dimensions: [("op", "x")], factory: registry)
    timer.recordNanoseconds(2_000_000)
    timer.recordNanoseconds(1_000_000)
    timer.recordNanoseconds(60_000_000_000)
    let text = registry.exposition()
    #expect(text.contains("# TYPE calls_total counter\ncalls_total{a=\"x\\\\\\\"y\\nz\",b=\"2\"} 4\n"))
    #expect(text.contains("# TYPE seconds_total counter\nseconds_total 1.5\n"))
    #expect(text.contains("# TYPE depth gauge\ndepth 7\n"))
    #expect(text.contains("# TYPE _9_level gauge\n_9_level -0.25\n"))
    #expect(text.contains("# TYPE took_seconds histogram\ntook_seconds_bucket{op=\"x\",le=\"0.001\"} 1\n"))
    #expect(text.contains("took_seconds_bucket{op=\"x\",le=\"0.0025\"} 2\n"))
    #expect(text.contains("took_seconds_bucket{op=\"x\",le=\"10\"} 2\ntook_seconds_bucket{op=\"x\",le=\"+Inf\"} 3\n"))
    #expect(text.contains("took_seconds_sum{op=\"x\"} 60.003\ntook_seconds_count{op=\"x\"} 3\n"))
    #expect(text.hasSuffix("\n"))
  }

  @Test func labelSetsAreBounded() {
    let registry = PrometheusRegistry(labelSetsMax: 3)
    for number in 0..<10 { Counter(label: "c", dimensions: [("n", "\(number)")], factory: registry).increment() }
    let text = registry.exposition()
    #expect(text.matches(of: /c\{n="\d"\} 1\n/).count == 3)
    #expect(text.contains("metrics_discarded_total 7\n"))
  }

  @Test func aNameOfAnotherKindIsNotMixedIn() {
    let registry = PrometheusRegistry(labelSetsMax: 3)
    Counter(label: "c", factory: registry).increment()
    Gauge(label: "c", factory: registry).record(99)
    FloatingPointCounter(label: "c", factory: registry).increment(by: 50)
    #expect(registry.exposition().contains("# TYPE c counter\nc 1\n"))
    #expect(registry.exposition().contains("metrics_discarded_total 2\n"))
  }

  @Test func destroyedSeriesLeave() {
    let registry = PrometheusRegistry(labelSetsMax: 3)
    let counter = Counter(label: "gone", factory: registry)
    counter.increment()
    counter.destroy()
    #expect(!registry.exposition().contains("gone"))
  }

  @Test func concurrentCountsAreAllKept() async {
    let registry = PrometheusRegistry(labelSetsMax: 3)
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<8 {
        group.addTask {
          for _ in 0..<1000 {
            Counter(label: "c", factory: registry).increment()
            Timer(label: "t", factory: registry).recordNanoseconds(1)
          }
        }
      }
    }
    #expect(registry.exposition().contains("c 8000\n"))
    #expect(registry.exposition().contains("t_count 8000\n"))
  }

  @Test func theListenerCounts() async throws {
    try await ListenerFixture.run(handler: { HTTPResponse(status: $0.rawPath == "/bad" ? 404 : 200, text: "") }) { listener in
      let client = try await RawClient.connect(listener.port)
      for path in ["/", "/", "/bad"] { try await client.send("GET \(path) HTTP/1.1\r\nHost: h\r\n\r\n") }
      await client.until { $0.matches(of: #/HTTP/1\.1 /#).count == 3 }
      let text = listener.registry.exposition()
      #expect(text.contains(#"http_requests_total{class="2xx",scheme="http"} 2"#))
      #expect(text.contains(#"http_requests_total{class="4xx",scheme="http"} 1"#))
      #expect(text.contains(#"http_request_duration_seconds_count{scheme="http"} 3"#))
      #expect(text.contains(#"http_connections_open{scheme="http"} 1"#))
      client.close()
      #expect(await listener.misses(#"http_connections_open{scheme="http"} 0"#) == nil)
    }
  }
}

@Suite struct OperatorRouteTests {
  private func request(_ method: String, _ path: String) -> HTTPRequest {
    HTTPRequest(method: method, rawPath: path, rawQuery: "", headers: [], body: [], remoteAddress: "127.0.0.1", isTLS: false)
  }

  private func routes(storeIsReady: Bool) -> OperatorRoutes {
    OperatorRoutes(registry: PrometheusRegistry(labelSetsMax: 1)) {
      Readiness(parts: [.init(name: "store", isReady: storeIsReady), .init(name: "keep", isReady: true)])
    }
  }

  @Test func healthAndMetricsAreAnswered() async throws {
    let ready = try #require(await routes(storeIsReady: true).answer(request("GET", "/health")))
    #expect(ready.status == 200)
    #expect(String(decoding: ready.body, as: UTF8.self) == #"{"status":"ready","parts":{"store":"ready","keep":"ready"}}"#)
    let unready = try #require(await routes(storeIsReady: false).answer(request("GET", "/health/ready")))
    #expect(unready.status == 503)
    #expect(String(decoding: unready.body, as: UTF8.self).contains(#""store":"not-ready""#))
    #expect(await routes(storeIsReady: false).answer(request("GET", "/health/live"))?.status == 200)
    let metrics = try #require(await routes(storeIsReady: true).answer(request("GET", "/metrics")))
    #expect(metrics.headers.contains { $0 == ("content-type", "text/plain; version=0.0.4; charset=utf-8") })
    #expect(await routes(storeIsReady: true).answer(request("POST", "/metrics"))?.status == 405)
    let other = await routes(storeIsReady: true).answer(request("GET", "/queues"))
    #expect(other?.status == nil)
  }
}
