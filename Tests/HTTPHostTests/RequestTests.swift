import HTTPHost
import Testing

@Suite(.serialized) struct RequestTests {
  @Test func requestArrivesWhole() async throws {
    try await ListenerFixture.run { listener in
      let answer = try await RawClient.exchange(
        listener.port,
        "POST /a%2Fb?x=%20&y HTTP/1.1\r\nHost: h\r\nX-Two: 1\r\nX-Two:  2 \r\nContent-Length: 5\r\n"
          + "Connection: close\r\n\r\nhello")
      let text = try #require(answer)
      #expect(text.hasPrefix("HTTP/1.1 200 OK\r\n"))
      #expect(text.contains("POST [/a%2Fb] [x=%20&y] tls=false"))
      #expect(text.contains("host=h;x-two=1;x-two=2;content-length=5;connection=close"))
      #expect(text.contains("<hello>"))
      #expect(text.contains("\r\nconnection: close\r\n"))
      #expect(!text.lowercased().contains("\r\nserver:"))
      let dateLine = try #require(text.split(separator: "\r\n").first { $0.hasPrefix("date: ") })
      #expect(dateLine.wholeMatch(of: /date: [A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT/) != nil)
    }
  }

  @Test func chunkedBodyIsJoined() async throws {
    try await ListenerFixture.run { listener in
      let answer = try await RawClient.exchange(
        listener.port,
        "PUT / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
          + "3\r\nabc\r\n4;x=y\r\ndefg\r\n0\r\nT: v\r\n\r\n")
      #expect(try #require(answer).contains("<abcdefg>"))
    }
  }

  @Test(arguments: [
    ("GET http://h/p?q HTTP/1.1", "[/p] [q]"), ("GET HTTPS://h:1?q HTTP/1.1", "[/] [q]"), ("GET http://h HTTP/1.1", "[/] []"),
    ("OPTIONS * HTTP/1.1", "[*] []"), ("GET //x?? HTTP/1.1", "[//x] [?]"),
  ])
  func targetFormsAreRead(line: String, seen: String) async throws {
    try await ListenerFixture.run { listener in
      let answer = try await RawClient.exchange(listener.port, "\(line)\r\nHost: h\r\nConnection: close\r\n\r\n")
      #expect(try #require(answer).contains(seen))
    }
  }

  @Test func keepAliveServesManyOnOneConnection() async throws {
    try await ListenerFixture.run { listener in
      let client = try await RawClient.connect(listener.port)
      for number in 1...50 {
        try await client.send("GET /\(number) HTTP/1.1\r\nHost: h\r\n\r\n")
        #expect(await client.until { $0.contains("[/\(number)] ") && $0.hasSuffix(">\n") }.contains("[/\(number)] "))
      }
      #expect(!client.isClosed)
      client.close()
    }
  }

  @Test func pipelinedRequestsAreAnsweredInOrder() async throws {
    try await ListenerFixture.run(handler: { request in
      // The earlier, the slower: order must come from the listener.
      try? await Task.sleep(for: .milliseconds(request.rawPath == "/0" ? 60 : 1))
      return await ListenerFixture.echo(request)
    }) { listener in
      let client = try await RawClient.connect(listener.port)
      let requests = (0..<200).map {
        "POST /\($0) HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\($0 == 199 ? "Connection: close\r\n" : "")\r\nabc"
      }
      try await client.send(requests.joined())
      let text = try #require(await client.untilClosed())
      let paths = text.matches(of: /POST \[\/(\d+)\]/).compactMap { Int($0.1) }
      #expect(paths == Array(0..<200))
      client.close()
    }
  }

  @Test func aClientThatEndsItsSideIsStillAnswered() async throws {
    try await ListenerFixture.run(handler: { request in
      try? await Task.sleep(for: .milliseconds(50))
      return await ListenerFixture.echo(request)
    }) { listener in
      let client = try await RawClient.connect(listener.port)
      try await client.send("GET /1 HTTP/1.1\r\nHost: h\r\n\r\nGET /2 HTTP/1.1\r\nHost: h\r\n\r\n")
      try await client.endOutput()
      let text = try #require(await client.untilClosed())
      #expect(text.contains("[/1] ") && text.contains("[/2] "))
      client.close()
    }
  }

  @Test func http10ClosesUnlessAskedOtherwise() async throws {
    try await ListenerFixture.run { listener in
      #expect(try #require(try await RawClient.exchange(listener.port, "GET / HTTP/1.0\r\n\r\n")).contains("GET [/]"))
      let client = try await RawClient.connect(listener.port)
      try await client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
      #expect(await client.until { $0.hasSuffix(">\n") }.contains("\r\nconnection: keep-alive\r\n"))
      #expect(!client.isClosed)
      client.close()
    }
  }

  @Test func headHasTheLengthAndNoBody() async throws {
    let handler: HTTPListener.Handler = { _ in HTTPResponse(status: 200, headers: [], body: Array("12345".utf8)) }
    try await ListenerFixture.run(handler: handler) { listener in
      let text = try #require(
        try await RawClient.exchange(listener.port, "HEAD / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"))
      #expect(text.contains("\r\ncontent-length: 5\r\n"))
      #expect(text.hasSuffix("\r\n\r\n"))
    }
  }

  @Test func expectContinueIsAnsweredBeforeTheBody() async throws {
    try await ListenerFixture.run { listener in
      let client = try await RawClient.connect(listener.port)
      try await client.send("PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\nExpect: 100-Continue\r\nConnection: close\r\n\r\n")
      #expect(await client.until { $0.hasSuffix("\r\n\r\n") } == "HTTP/1.1 100 Continue\r\n\r\n")
      try await client.send("body")
      #expect(try #require(await client.untilClosed()).contains("<body>"))
      client.close()
      let refused = try await RawClient.exchange(
        listener.port, "PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\nExpect: tea\r\n\r\n")
      #expect(try #require(refused).hasPrefix("HTTP/1.1 417 "))
    }
  }

  @Test func unusualMethodsReachTheHandler() async throws {
    try await ListenerFixture.run { listener in
      for method in ["PROPFIND", "DELETE", "PATCH", "PURGE"] {
        let answer = try await RawClient.exchange(listener.port, "\(method) / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
        #expect(try #require(answer).contains("\(method) [/]"))
      }
    }
  }

  @Test func aHeaderThatWouldSplitTheResponseIsNotSent() async throws {
    try await ListenerFixture.run(handler: { _ in
      HTTPResponse(status: 200, headers: [("x", "1\r\nset-cookie: stolen")], body: [])
    }) { listener in
      let text = try #require(
        try await RawClient.exchange(listener.port, "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"))
      #expect(text.hasPrefix("HTTP/1.1 500 "))
      #expect(!text.contains("stolen"))
    }
  }

  @Test(arguments: [("close", false), ("close", true), ("keep-alive", false), ("keep-alive", true)])
  func aSlowReaderGetsAllOfALargeAnswer(connection: String, tls: Bool) async throws {
    let body = [UInt8](repeating: UInt8(ascii: "z"), count: 20_000_000)
    // Slower than a connection may be idle, faster than an answer may be taken.
    let limits = HTTPLimits.standard.changed {
      $0.idleSecondsMax = 0.2
      $0.answerSecondsMax = 5
    }
    try await ListenerFixture.run(
      tls ? .testTLS : .plain(host: "127.0.0.1", port: 0), limits: limits,
      handler: { HTTPResponse(status: 200, headers: [], body: $0.rawPath == "/large" ? body : []) }
    ) { listener in
      let client = try await RawClient.connect(listener.port, tls: tls)
      // A handshake needs to read, so it comes first.
      try await client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
      await client.until { $0.hasSuffix("\r\n\r\n") }
      try await client.pauseReading()
      try await client.send("GET /large HTTP/1.1\r\nHost: h\r\nConnection: \(connection)\r\n\r\n")
      try await Task.sleep(for: .seconds(1))
      try await client.resumeReading()
      #expect(await client.untilClosed(seconds: 20) != nil)
      #expect(client.bytes.count > body.count)
      #expect(client.bytes.suffix(1000).allSatisfy { $0 == UInt8(ascii: "z") })
      client.close()
    }
  }

  @Test(arguments: ["close", "keep-alive"]) func aReaderThatNeverReadsIsCutOff(connection: String) async throws {
    let body = [UInt8](repeating: 0, count: 20_000_000)
    let limits = HTTPLimits.standard.changed { $0.answerSecondsMax = 0.3 }
    let handler: HTTPListener.Handler = { _ in HTTPResponse(status: 200, headers: [], body: body) }
    try await ListenerFixture.run(limits: limits, handler: handler) { listener in
      let client = try await RawClient.connect(listener.port)
      try await client.pauseReading()
      try await client.send("GET / HTTP/1.1\r\nHost: h\r\nConnection: \(connection)\r\n\r\n")
      for count in [1, 0] {
        #expect(await listener.misses(#"http_connections_open{scheme="http"} \#(count)"#) == nil)
      }
      client.close()
    }
  }

  @Test func tlsServesTheSame() async throws {
    try await ListenerFixture.run(.testTLS) { listener in
      let answer = try await RawClient.exchange(
        listener.port, "GET /s HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n", tls: true)
      #expect(try #require(answer).contains("GET [/s] [] tls=true"))
      // Plain HTTP on a TLS port is a failed handshake, not a way in.
      let plain = try await RawClient.exchange(listener.port, "GET / HTTP/1.1\r\nHost: h\r\n\r\n")
      #expect(try #require(plain).contains("200 OK") == false)
    }
  }
}
