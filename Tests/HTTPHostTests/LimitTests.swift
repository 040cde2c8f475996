import HTTPHost
import Testing

/// Every limit attacked. Each attack has its control: the same client just inside the limit is served.
@Suite(.serialized) struct LimitTests {
  private func status(_ port: Int, _ request: String) async throws -> Int? {
    let answer = try await RawClient.exchange(port, request)
    return answer.flatMap { $0.firstMatch(of: #/^HTTP/1\.1 (\d{3}) /#) }.flatMap { Int($0.1) }
  }

  private func expect(_ expected: Int, _ port: Int, _ request: String, at place: SourceLocation = #_sourceLocation) async throws {
    let found = try await status(port, request)
    #expect(found == expected, sourceLocation: place)
  }

  private static let close = "Host: h\r\nConnection: close\r\n"

  @Test func headersTooLarge() async throws {
    let limits = HTTPLimits.standard.changed {
      $0.headerBytesMax = 2000
      $0.headersMax = 10
    }
    try await ListenerFixture.run(limits: limits) { listener in
      let port = listener.port
      try await expect(200, port, "GET / HTTP/1.1\r\n\(Self.close)X: \(String(repeating: "a", count: 1800))\r\n\r\n")
      try await expect(431, port, "GET / HTTP/1.1\r\n\(Self.close)X: \(String(repeating: "a", count: 2100))\r\n\r\n")
      try await expect(431, port, "GET /\(String(repeating: "a", count: 2100)) HTTP/1.1\r\n\(Self.close)\r\n")
      let many = (0..<8).map { "X\($0): 1\r\n" }.joined()
      try await expect(200, port, "GET / HTTP/1.1\r\n\(Self.close)\(many)\r\n")
      try await expect(431, port, "GET / HTTP/1.1\r\n\(Self.close)\(many)Y: 1\r\n\r\n")
      #expect(listener.registry.exposition().contains(#"http_refused_total{reason="header_too_large",scheme="http"} 3"#))
    }
  }

  @Test func bodyTooLarge() async throws {
    try await ListenerFixture.run(limits: .standard.changed { $0.bodyBytesMax = 10 }) { listener in
      let port = listener.port
      try await expect(200, port, "PUT / HTTP/1.1\r\n\(Self.close)Content-Length: 10\r\n\r\n0123456789")
      try await expect(413, port, "PUT / HTTP/1.1\r\n\(Self.close)Content-Length: 11\r\n\r\n0123456789a")
      try await expect(413, port, "PUT / HTTP/1.1\r\n\(Self.close)Content-Length: 11\r\nExpect: 100-continue\r\n\r\n")
      let chunked = "PUT / HTTP/1.1\r\n\(Self.close)Transfer-Encoding: chunked\r\n\r\n6\r\n012345\r\n"
      try await expect(200, port, chunked + "4\r\n6789\r\n0\r\n\r\n")
      try await expect(413, port, chunked + "5\r\n6789a\r\n0\r\n\r\n")
    }
  }

  /// The refusal must survive although the client is still sending: no reset may overtake it.
  @Test(arguments: [false, true]) func bodyTooLargeIsHeardByAClientThatKeepsSending(tls: Bool) async throws {
    try await ListenerFixture.run(tls ? .testTLS : .plain(host: "127.0.0.1", port: 0)) { listener in
      let client = try await RawClient.connect(listener.port, tls: tls)
      try await client.send("PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 9000000\r\n\r\n")
      for _ in 0..<50 { try? await client.send([UInt8](repeating: 65, count: 20_000)) }
      #expect(try #require(await client.untilClosed()).hasPrefix("HTTP/1.1 413 "))
      client.close()
    }
  }

  @Test(arguments: [
    ("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n", 400), ("Transfer-Encoding: chunked\r\nContent-Length: 3\r\n", 400),
    ("Content-Length: 3\r\nContent-Length: 4\r\n", 400), ("Content-Length: 3\r\nContent-Length: 3\r\n", 400),
    ("Content-Length: 3, 3\r\n", 400), ("Content-Length: +3\r\n", 400), ("Content-Length: 0x3\r\n", 400),
    ("Content-Length: -3\r\n", 400), ("Content-Length: 99999999999999999999\r\n", 400),
    ("Transfer-Encoding: chunked, identity\r\n", 400), ("Transfer-Encoding: gzip, chunked\r\n", 501),
    ("Transfer-Encoding: xchunked\r\n", 501), ("Transfer-Encoding : chunked\r\n", 400),
    ("X: 1\r\n Content-Length: 3\r\n", 400), ("Host: other\r\n", 400), ("X\u{0}Y: 1\r\n", 400), ("X: a\u{0}b\r\n", 400),
    (": empty\r\n", 400),
  ])
  func smugglingIsRefused(header: String, expected: Int) async throws {
    try await ListenerFixture.run { listener in
      let client = try await RawClient.connect(listener.port)
      try await client.send("POST / HTTP/1.1\r\nHost: h\r\n\(header)\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: h\r\n\r\n")
      let text = try #require(await client.untilClosed())
      #expect(text.hasPrefix("HTTP/1.1 \(expected) "), "\(header)")
      #expect(!text.contains("smuggled"))
      #expect(text.matches(of: #/HTTP/1\.1 /#).count == 1)
      client.close()
    }
  }

  @Test(arguments: [
    ("\u{16}\u{3}\u{1}\u{0}\r\n\r\n", 501), ("GET /\r\n\r\n", 505), ("GET / HTTP/1.1\r\n\r\n", 400),
    ("FROB / HTTP/1.1\r\nHost: h\r\n\r\n", 501), ("CONNECT h:1 HTTP/1.1\r\nHost: h\r\n\r\n", 501),
    ("GET / HTTP/2.0\r\nHost: h\r\n\r\n", 505), ("GET /#f HTTP/1.1\r\nHost: h\r\n\r\n", 400),
    ("GET x HTTP/1.1\r\nHost: h\r\n\r\n", 400), ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400),
  ])
  func malformedIsRefused(request: String, expected: Int) async throws {
    try await ListenerFixture.run { listener in
      try await expect(expected, listener.port, request)
    }
  }

  @Test func slowHeadersAreCutOff() async throws {
    try await ListenerFixture.run(limits: .standard.changed { $0.headerSecondsMax = 0.3 }) { listener in
      let client = try await RawClient.connect(listener.port)
      // A byte now and then never completes the head; each must not win more time.
      for byte in "GET / HTTP/1.1\r\nX: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" where !client.isClosed {
        try? await client.send(String(byte))
        try await Task.sleep(for: .milliseconds(30))
      }
      #expect(client.isClosed)
      #expect(client.text.hasPrefix("HTTP/1.1 408 "))
      client.close()
      let silent = try await RawClient.connect(listener.port)
      #expect(await silent.untilClosed(seconds: 3) == "")
      silent.close()
    }
  }

  @Test func slowBodyIsCutOff() async throws {
    try await ListenerFixture.run(limits: .standard.changed { $0.requestSecondsMax = 0.3 }) { listener in
      let client = try await RawClient.connect(listener.port)
      try await client.send("PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\n")
      for _ in 0..<40 where !client.isClosed {
        try? await client.send("a")
        try await Task.sleep(for: .milliseconds(30))
      }
      #expect(client.text.hasPrefix("HTTP/1.1 408 "))
      client.close()
    }
  }

  @Test func slowHandshakeIsCutOff() async throws {
    try await ListenerFixture.run(.testTLS, limits: .standard.changed { $0.headerSecondsMax = 0.3 }) { listener in
      let client = try await RawClient.connect(listener.port)
      try await client.send([0x16, 3, 1])
      #expect(await client.untilClosed(seconds: 5) != nil)
      client.close()
    }
  }

  @Test func idleConnectionsClose() async throws {
    try await ListenerFixture.run(limits: .standard.changed { $0.idleSecondsMax = 0.2 }) { listener in
      let client = try await RawClient.connect(listener.port)
      try await client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
      let text = try #require(await client.untilClosed(seconds: 5))
      #expect(text.hasPrefix("HTTP/1.1 200 ") && text.hasSuffix(">\n"))
      client.close()
    }
  }

  @Test func aHandlerThatTakesTooLongIsAnsweredFor() async throws {
    try await ListenerFixture.run(
      limits: .standard.changed { $0.answerSecondsMax = 0.2 },
      handler: { _ in
        try? await Task.sleep(for: .seconds(1))
        return HTTPResponse(status: 200, text: "late")
      }
    ) { listener in
      let text = try #require(try await RawClient.exchange(listener.port, "GET / HTTP/1.1\r\nHost: h\r\n\r\n"))
      #expect(text.hasPrefix("HTTP/1.1 503 ") && !text.contains("late"))
    }
  }

  @Test func tooManyConnectionsAreToldSo() async throws {
    try await ListenerFixture.run(limits: .standard.changed { $0.connectionsMax = 3 }) { listener in
      var held: [RawClient] = []
      for _ in 0..<3 {
        let client = try await RawClient.connect(listener.port)
        try await client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
        #expect(await client.until { $0.hasSuffix(">\n") }.hasPrefix("HTTP/1.1 200 "))
        held.append(client)
      }
      try await expect(503, listener.port, "GET / HTTP/1.1\r\nHost: h\r\n\r\n")
      #expect(listener.registry.exposition().contains(#"http_refused_total{reason="too_many_connections",scheme="http"} 1"#))
      held[0].close()
      try await Task.sleep(for: .milliseconds(1200))
      try await expect(200, listener.port, "GET / HTTP/1.1\r\n\(Self.close)\r\n")
      for client in held { client.close() }
    }
  }

  @Test func tooManyTLSConnectionsAreClosed() async throws {
    try await ListenerFixture.run(.testTLS, limits: .standard.changed { $0.connectionsMax = 1 }) { listener in
      let held = try await RawClient.connect(listener.port, tls: true)
      try await held.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
      #expect(await held.until { $0.hasSuffix(">\n") }.hasPrefix("HTTP/1.1 200 "))
      let refused = try await RawClient.connect(listener.port)
      #expect(await refused.untilClosed(seconds: 5) == "")
      held.close()
      refused.close()
    }
  }
}
