import HTTPHost
import Testing

@Suite(.serialized) struct WebSocketTests {
  private static func handshake(_ path: String, _ extra: String = "", version: String = "13") -> String {
    """
    GET \(path) HTTP/1.1\r
    Host: h\r
    Connection: Upgrade\r
    Upgrade: websocket\r
    Sec-WebSocket-Version: \(version)\r
    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
    \(extra)\r

    """
  }

  private static let upgrade: HTTPListener.Upgrade = { request in
    switch request.rawPath {
    case "/echo":
      return .accept(subprotocol: request.header("sec-websocket-protocol")) { _, inbound, outbound in
        while let message = await inbound.next() {
          if message == .text("bye") { return }
          try? await outbound.send(message)
        }
      }
    case "/secret": return .refuse(HTTPResponse(status: 401, text: "who are you"))
    case "/forbidden": return .refuse(HTTPResponse(status: 403, text: "not you"))
    default: return .refuse(HTTPResponse(status: 404, text: "no such socket"))
    }
  }

  /// A client's frame, masked with zeros or, for the attack, not at all.
  private static func frame(
    _ opcode: UInt8, _ payload: [UInt8], fin: Bool = true, masked: Bool = true, rsv: UInt8 = 0
  ) -> [UInt8] {
    var bytes = [(fin ? 0x80 : 0) | rsv | opcode]
    let mask: UInt8 = masked ? 0x80 : 0
    if payload.count < 126 {
      bytes.append(mask | UInt8(payload.count))
    } else {
      bytes += [mask | 127] + (0..<8).map { UInt8(truncatingIfNeeded: payload.count >> (56 - 8 * $0)) }
    }
    return bytes + (masked ? [0, 0, 0, 0] : []) + payload
  }

  private static func open(_ listener: ListenerFixture, tls: Bool = false, extra: String = "") async throws -> (RawClient, Int) {
    let client = try await RawClient.connect(listener.port, tls: tls)
    try await client.send(handshake("/echo", extra))
    let head = await client.until { $0.contains("\r\n\r\n") }
    #expect(head.hasPrefix("HTTP/1.1 101 Switching Protocols\r\n"))
    return (client, client.bytes.count)
  }

  /// WebSockets have a limit of their own, and leave the connections to others.
  @Test func tooManyWebSocketsAreToldSo() async throws {
    let limits = HTTPLimits.standard.changed { ($0.webSocketsMax, $0.connectionsMax) = (2, 1) }
    try await ListenerFixture.run(limits: limits, upgrade: Self.upgrade) { listener in
      let (first, _) = try await Self.open(listener)
      let (second, _) = try await Self.open(listener)
      let third = try await RawClient.exchange(listener.port, Self.handshake("/echo"))
      #expect(try #require(third).hasPrefix("HTTP/1.1 503 "))
      first.close()
      try await Task.sleep(for: .milliseconds(300))
      let (fourth, _) = try await Self.open(listener)
      second.close()
      fourth.close()
    }
  }

  private static func binding(_ tls: Bool) -> Binding { tls ? .testTLS : .plain(host: "127.0.0.1", port: 0) }

  @Test(
    arguments: [false, true],
    [("/secret", 401, "who are you"), ("/forbidden", 403, "not you"), ("/else", 404, "no such socket")])
  func aRefusedUpgradeIsAnswered(tls: Bool, refused: (path: String, status: Int, body: String)) async throws {
    try await ListenerFixture.run(Self.binding(tls), upgrade: Self.upgrade) { listener in
      let answer = try await RawClient.exchange(listener.port, Self.handshake(refused.path), tls: tls)
      let text = try #require(answer)
      #expect(text.hasPrefix("HTTP/1.1 \(refused.status) "))
      #expect(text.contains("\r\ncontent-length: \(refused.body.count + 1)\r\n"))
      #expect(text.hasSuffix("\r\n\r\n\(refused.body)\n"))
      #expect(text.contains("\r\nconnection: close\r\n"))
    }
  }

  @Test(arguments: [false, true]) func anAcceptedUpgradeEchoes(tls: Bool) async throws {
    try await ListenerFixture.run(Self.binding(tls), upgrade: Self.upgrade) { listener in
      let (client, start) = try await Self.open(listener, tls: tls, extra: "Sec-WebSocket-Protocol: chat\r\n")
      #expect(client.text.lowercased().contains("\r\nsec-websocket-protocol: chat\r\n"))
      // The answer of RFC 6455 1.3 to its sample key.
      #expect(client.text.contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="))
      try await client.send(Self.frame(1, Array("hé".utf8)))
      let text = [0x81, 3] + Array("hé".utf8)
      await client.until { _ in client.bytes.count >= start + text.count }
      #expect(Array(client.bytes[start...]) == text)
      try await client.send(Self.frame(2, [1, 2], fin: false) + Self.frame(9, [7]) + Self.frame(0, [3]))
      let rest = [0x8A, 1, 7, 0x82, 3, 1, 2, 3] as [UInt8]
      await client.until { _ in client.bytes.count >= start + text.count + rest.count }
      #expect(Array(client.bytes[(start + text.count)...]) == rest)
      try await client.send(Self.frame(1, Array("bye".utf8)))
      await client.until { _ in client.bytes.suffix(4) == [0x88, 2, 0x03, 0xE8] }
      #expect(client.bytes.suffix(4) == [0x88, 2, 0x03, 0xE8])
      try await client.send(Self.frame(8, [0x03, 0xE8]))
      #expect(await client.untilClosed(seconds: 5) != nil)
      client.close()
    }
  }

  @Test func framesSentRightBehindTheRequestAreNotLost() async throws {
    try await ListenerFixture.run(upgrade: Self.upgrade) { listener in
      let client = try await RawClient.connect(listener.port)
      try await client.send(Array(Self.handshake("/echo").utf8) + Self.frame(1, Array("early".utf8)))
      #expect(await client.until { $0.hasSuffix("early") }.hasSuffix("early"))
      client.close()
    }
  }

  @Test func theClosingHandshakeOfTheClientIsAnswered() async throws {
    try await ListenerFixture.run(upgrade: Self.upgrade) { listener in
      let (client, start) = try await Self.open(listener)
      try await client.send(Self.frame(8, [0x03, 0xE9]))
      #expect(await client.untilClosed(seconds: 5) != nil)
      #expect(Array(client.bytes[start...]) == [0x88, 2, 0x03, 0xE9])
      client.close()
    }
  }

  /// What breaks the protocol is closed with its code (RFC 6455 7.4.1).
  @Test(
    arguments: [
      (1002, frame(1, [65], masked: false)), (1002, frame(1, [65], rsv: 0x40)), (1002, frame(3, [65])), (1002, frame(0, [65])),
      (1007, frame(1, [0xC3, 0x28])), (1009, frame(2, [UInt8](repeating: 0, count: 1001))),
      (1009, frame(2, [UInt8](repeating: 0, count: 600), fin: false) + frame(0, [UInt8](repeating: 0, count: 600))),
      (1002, frame(9, [], fin: false)),
    ] as [(Int, [UInt8])])
  func badFramesClose(code: Int, bytes: [UInt8]) async throws {
    let limits = HTTPLimits.standard.changed { $0.webSocketMessageBytesMax = 1000 }
    try await ListenerFixture.run(limits: limits, upgrade: Self.upgrade) { listener in
      let (client, start) = try await Self.open(listener)
      try await client.send(bytes)
      await client.until { _ in client.bytes.count >= start + 4 }
      #expect(Array(client.bytes[start...]) == [0x88, 2, UInt8(code >> 8), UInt8(code & 0xFF)])
      client.close()
    }
  }

  @Test func badHandshakesAreRefused() async throws {
    try await ListenerFixture.run(upgrade: Self.upgrade) { listener in
      let old = try #require(try await RawClient.exchange(listener.port, Self.handshake("/echo", version: "8")))
      #expect(old.hasPrefix("HTTP/1.1 426 ") && old.contains("\r\nsec-websocket-version: 13\r\n"))
      let keyless = Self.handshake("/echo").replacing("dGhlIHNhbXBsZSBub25jZQ==", with: "short")
      #expect(try #require(try await RawClient.exchange(listener.port, keyless)).hasPrefix("HTTP/1.1 400 "))
      let posted = Self.handshake("/echo").replacing("GET ", with: "POST ")
      #expect(try #require(try await RawClient.exchange(listener.port, posted)).hasPrefix("HTTP/1.1 400 "))
      // Another protocol is simply not switched to: the request is answered as it stands.
      let other = "GET /x HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n"
      #expect(try #require(try await RawClient.exchange(listener.port, other)).contains("GET [/x]"))
    }
  }

  @Test func aSilentClientIsPingedThenClosed() async throws {
    let limits = HTTPLimits.standard.changed { $0.idleSecondsMax = 0.4 }
    try await ListenerFixture.run(limits: limits, upgrade: Self.upgrade) { listener in
      let (client, start) = try await Self.open(listener)
      #expect(await client.untilClosed(seconds: 5) != nil)
      #expect(Array(client.bytes[start...]) == [0x89, 0])
      client.close()
    }
  }

  @Test func shutdownSaysGoingAway() async throws {
    try await ListenerFixture.run(upgrade: Self.upgrade) { listener in
      let (client, start) = try await Self.open(listener)
      await listener.shutDown()
      await client.until { _ in client.bytes.count >= start + 4 }
      #expect(Array(client.bytes[start...]) == [0x88, 2, 0x03, 0xE9])
      client.close()
    }
  }
}
