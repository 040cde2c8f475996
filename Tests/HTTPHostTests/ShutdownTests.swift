import HTTPHost
import Testing

@Suite(.serialized) struct ShutdownTests {
  @Test func requestsInFlightEndAndIdleConnectionsClose() async throws {
    try await ListenerFixture.run(handler: { request in
      if request.rawPath == "/slow" { try? await Task.sleep(for: .milliseconds(500)) }
      return await ListenerFixture.echo(request)
    }) { listener in
      let idle = try await RawClient.connect(listener.port)
      try await idle.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
      await idle.until { $0.hasSuffix(">\n") }
      let busy = try await RawClient.connect(listener.port)
      try await busy.send("GET /slow HTTP/1.1\r\nHost: h\r\n\r\n")
      try await Task.sleep(for: .milliseconds(100))
      await listener.shutDown()
      #expect(await idle.untilClosed(seconds: 0.35) != nil)
      #expect(!busy.isClosed)
      let text = try #require(await busy.untilClosed(seconds: 5))
      #expect(text.contains("GET [/slow]") && text.contains("\r\nconnection: close\r\n"))
      await #expect(throws: (any Error).self) { try await RawClient.connect(listener.port) }
      idle.close()
      busy.close()
    }
  }

  @Test func aHandlerThatDoesNotEndIsCutOff() async throws {
    try await ListenerFixture.run(
      limits: .standard.changed { $0.drainSecondsMax = 0.3 },
      handler: { _ in
        try? await Task.sleep(for: .seconds(60))
        return HTTPResponse(status: 200, text: "never")
      }
    ) { listener in
      let client = try await RawClient.connect(listener.port)
      try await client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
      try await Task.sleep(for: .milliseconds(100))
      let start = ContinuousClock.now
      await listener.shutDown()
      #expect(await client.untilClosed(seconds: 5) == "")
      while !listener.hasStopped, ContinuousClock.now - start < .seconds(30) { try await Task.sleep(for: .milliseconds(5)) }
      #expect(listener.hasStopped)
      #expect(ContinuousClock.now - start < .seconds(30))
      client.close()
    }
  }
}
