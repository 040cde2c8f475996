import Media
import Testing

@Suite struct NegotiationTests {
  static let local = AudioNegotiation.Local(
    address: TransportAddress(IPAddress(ipv4: 0xC000_0264), 20_000), controlPort: 20_001)

  static func side(laws: [G711.Law] = [.mu, .a]) -> AudioNegotiation {
    var local = local
    local.laws = laws
    return AudioNegotiation(sessionID: 7, local: local)
  }

  /// An offer from 192.0.2.1 with these lines after its head.
  static func offer(_ lines: String..., connection: String = "192.0.2.1", version: Int = 1) throws -> SDP {
    let head = ["v=0", "o=- 5 \(version) IN IP4 192.0.2.1", "s=-", "c=IN IP4 \(connection)", "t=0 0"]
    return try SDP.read(Array((head + lines).joined(separator: "\r\n").utf8))
  }

  private func code(_ run: () throws -> Void) -> NegotiationRefusal.Code? {
    do {
      try run()
      return nil
    } catch { return (error as? NegotiationRefusal)?.code }
  }

  @Test func `an offer is answered with one codec and its own numbers`() throws {
    var side = Self.side()
    let answer = try side.answer(
      Self.offer(
        "m=audio 4000 RTP/AVP 96 8 0 97", "a=rtpmap:96 opus/48000/2", "a=rtpmap:8 PCMA/8000", "a=rtpmap:0 PCMU/8000",
        "a=rtpmap:97 telephone-event/8000", "a=fmtp:97 0-16", "a=maxptime:40", "a=ptime:30"), .sendrecv)
    #expect(
      answer.text == """
        v=0\r
        o=- 7 1 IN IP4 192.0.2.100\r
        s=-\r
        c=IN IP4 192.0.2.100\r
        t=0 0\r
        m=audio 20000 RTP/AVP 8 97\r
        a=rtpmap:8 PCMA/8000\r
        a=rtpmap:97 telephone-event/8000\r
        a=fmtp:97 0-15\r
        a=ptime:20\r
        a=maxptime:60\r
        a=sendrecv\r
        a=rtcp:20001\r\n
        """)
    let agreed = try #require(side.agreed)
    #expect(agreed.remote == TransportAddress(IPAddress(ipv4: 0xC000_0201), 4_000))
    #expect(agreed.remoteControl?.port == 4_001)
    #expect(agreed.law == .a)
    #expect(agreed.receiving == PayloadTypes(a: 8, events: 97))
    #expect(agreed.sending == PayloadTypes(mu: 0, a: 8, events: 97))
    #expect(agreed.packetMilliseconds == 20)
    #expect(agreed.direction == .sendrecv)
  }

  @Test(arguments: [
    ([], 20), (["a=ptime:10"], 10), (["a=ptime:40"], 40), (["a=ptime:60"], 60), (["a=ptime:100"], 60),
    (["a=ptime:60", "a=maxptime:30"], 20),
    (["a=ptime:x"], 20), (["a=maxptime:5"], 10),
  ])
  func `packets are as long as the other side likes them`(lines: [String], milliseconds: Int) throws {
    var side = Self.side()
    var offer = try Self.offer("m=audio 4000 RTP/AVP 0")
    offer.media[0].attributes = try Self.offer(lines.joined(separator: "\r\n").isEmpty ? "a=x" : lines.joined(separator: "\r\n"))
      .attributes
    _ = try side.answer(offer, .sendrecv)
    #expect(side.agreed?.packetMilliseconds == milliseconds)
  }

  @Test func `the first audio stream is taken, and all others are refused in their places`() throws {
    var side = Self.side()
    let answer = try side.answer(
      Self.offer(
        "m=video 5000 RTP/AVP 99", "m=audio 0 RTP/AVP 0", "m=audio 4000 RTP/AVP 0", "m=audio 4002 RTP/AVP 8",
        "m=application 9 UDP/DTLS/SCTP webrtc-datachannel"), .sendrecv)
    #expect(answer.media.map(\.port) == [0, 0, 20_000, 0, 0])
    #expect(answer.media.map(\.kind) == ["video", "audio", "audio", "audio", "application"])
    #expect(answer.media[4].transport == "UDP/DTLS/SCTP")
    #expect(answer.media[4].formats == ["webrtc-datachannel"])
    // An offer of ours keeps the places.
    let again = try side.offer(.inactive)
    #expect(again.media.map(\.port) == [0, 0, 20_000, 0, 0])
    #expect(again.media[2].has("inactive"))
  }

  @Test(arguments: [
    (["m=video 5000 RTP/AVP 99"], NegotiationRefusal.Code.noAudio, 304, 0), (["m=audio 0 RTP/AVP 0"], .noAudio, 304, 6),
    (["m=audio 4000 RTP/AVP 18"], .noCodec, 305, 6), (["m=audio 4000 RTP/AVP 97", "a=rtpmap:97 PCMU/16000"], .noCodec, 305, 6),
    (["m=audio 4000 RTP/AVP 0", "a=rtpmap:0 G723/8000"], .noCodec, 305, 6),
    (["m=audio 4000 RTP/SAVP 0", "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:x"], .encrypted, 302, 6),
    (["m=audio 4000 UDP/TLS/RTP/SAVPF 0", "a=fingerprint:sha-256 AA"], .encrypted, 302, 6),
    (["m=audio 4000 udp 0"], .transport, 302, 6), (["m=audio 4000 RTP/AVP 0", "c=IN IP4 sip.example.net"], .address, 301, 6),
    (["m=audio 4000 RTP/AVP 0", "c=IN IP4 224.0.0.1/15"], .address, 301, 6),
  ])
  func `what cannot be spoken is refused with a reason`(
    lines: [String], code: NegotiationRefusal.Code, warnCode: Int, line: Int
  ) throws {
    var side = Self.side()
    let offer = try Self.offer(lines.joined(separator: "\r\n"))
    do {
      _ = try side.answer(offer, .sendrecv)
      Issue.record("it was answered")
    } catch {
      #expect(error.code == code)
      #expect(error.warnCode == warnCode)
      #expect(error.line == line)
    }
    #expect(side.agreed == nil)
  }

  @Test func `encryption that is offered beside is seen and not answered`() throws {
    var side = Self.side()
    let answer = try side.answer(
      Self.offer("m=audio 4000 RTP/AVP 0", "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:x"), .sendrecv)
    #expect(side.agreed?.wasEncryptionOffered == true)
    #expect(!answer.text.contains("crypto"))
  }

  @Test(arguments: [
    ("a=sendrecv", "192.0.2.1", MediaDirection.sendrecv), ("a=sendonly", "192.0.2.1", .recvonly),
    ("a=recvonly", "192.0.2.1", .sendonly),
    ("a=inactive", "192.0.2.1", .inactive), ("a=sendrecv", "0.0.0.0", .recvonly), ("a=inactive", "0.0.0.0", .inactive),
    ("a=recvonly", "0.0.0.0", .inactive),
  ])
  func `hold is answered`(line: String, address: String, direction: MediaDirection) throws {
    var side = Self.side()
    let answer = try side.answer(Self.offer("m=audio 4000 RTP/AVP 0", line, connection: address), .sendrecv)
    #expect(side.agreed?.direction == direction)
    #expect(answer.media[0].has(direction.rawValue))
    // Who has no address gets no RTCP either.
    #expect((side.agreed?.remoteControl == nil) == (address == "0.0.0.0"))
  }

  @Test func `a direction of the session counts for a stream without one`() throws {
    var side = Self.side()
    _ = try side.answer(Self.offer("a=sendonly", "m=audio 4000 RTP/AVP 0"), .sendrecv)
    #expect(side.agreed?.direction == .recvonly)
    _ = try side.answer(Self.offer("a=sendonly", "m=audio 4000 RTP/AVP 0", "a=recvonly"), .sendrecv)
    #expect(side.agreed?.direction == .sendonly)
  }

  @Test func `the version counts what is new`() throws {
    var side = Self.side()
    let offer = try Self.offer("m=audio 4000 RTP/AVP 0")
    #expect(try side.answer(offer, .sendrecv).origin.version == "1")
    #expect(try side.answer(offer, .sendrecv).origin.version == "1")
    let held = try Self.offer("m=audio 4000 RTP/AVP 0", "a=sendonly", version: 2)
    #expect(try side.answer(held, .sendrecv).origin.version == "2")
    #expect(try side.answer(offer, .sendrecv).origin.version == "3")
  }

  @Test func `control on the port of media is agreed when it is offered`() throws {
    var side = Self.side()
    let answer = try side.answer(Self.offer("m=audio 4000 RTP/AVP 0", "a=rtcp-mux", "a=rtcp:4000"), .sendrecv)
    #expect(answer.media[0].has("rtcp-mux"))
    #expect(side.agreed?.isControlMuxed == true)
    #expect(side.agreed?.remoteControl?.port == 4_000)
    _ = try side.answer(Self.offer("m=audio 4000 RTP/AVP 0", "a=rtcp:53020 IN IP4 192.0.2.9"), .sendrecv)
    #expect(side.agreed?.isControlMuxed == false)
    #expect(side.agreed?.remoteControl == TransportAddress(IPAddress(ipv4: 0xC000_0209), 53_020))
    _ = try side.answer(Self.offer("m=audio 65535 RTP/AVP 0"), .sendrecv)
    #expect(side.agreed?.remoteControl == nil)
  }
}

/// Offers of ours.
@Suite struct OfferingTests {
  private func answered(_ lines: String...) throws -> SDP {
    let head = ["v=0", "o=- 5 1 IN IP4 192.0.2.1", "s=-", "c=IN IP4 192.0.2.1", "t=0 0"]
    return try SDP.read(Array((head + lines).joined(separator: "\r\n").utf8))
  }

  @Test func `a late offer is answered by the other side`() throws {
    var side = NegotiationTests.side()
    let offer = try side.offer(.sendrecv)
    #expect(offer.media[0].formats == ["0", "8", "101"])
    let agreed = try side.accept(
      answered("m=audio 4000 RTP/AVP 8 96", "a=rtpmap:96 telephone-event/8000", "a=rtcp-mux"))
    #expect(agreed.law == .a)
    // To them as they said, to us as we did.
    #expect(agreed.sending == PayloadTypes(a: 8, events: 96))
    #expect(agreed.receiving == PayloadTypes(mu: 0, a: 8, events: 101))
    #expect(agreed.isControlMuxed)
  }

  @Test func `hold by us keeps numbers and counts versions`() throws {
    var side = NegotiationTests.side()
    _ = try side.answer(
      NegotiationTests.offer("m=audio 4000 RTP/AVP 0 110", "a=rtpmap:110 telephone-event/8000"), .sendrecv)
    let hold = try side.offer(.sendonly)
    #expect(hold.origin.version == "2")
    #expect(hold.media[0].formats == ["0", "8", "110"])
    #expect(try side.accept(answered("m=audio 4000 RTP/AVP 0", "a=recvonly")).direction == .sendonly)
    let resume = try side.offer(.sendrecv)
    #expect(resume.origin.version == "3")
    #expect(try side.accept(answered("m=audio 4000 RTP/AVP 0")).direction == .sendrecv)
  }

  @Test func `an answer cannot widen what was offered`() throws {
    var side = NegotiationTests.side()
    _ = try side.offer(.sendonly)
    #expect(try side.accept(answered("m=audio 4000 RTP/AVP 0", "a=sendrecv")).direction == .sendonly)
  }

  @Test func `a refused offer leaves what was agreed`() throws {
    var side = NegotiationTests.side()
    _ = try side.answer(NegotiationTests.offer("m=audio 4000 RTP/AVP 0"), .sendrecv)
    let before = side.agreed
    _ = try side.offer(.inactive)
    side.withdrawOffer()
    #expect(side.agreed == before)
    _ = try side.offer(.inactive)
    #expect(throws: NegotiationRefusal.self) { try side.accept(answered("m=audio 0 RTP/AVP 0")) }
    #expect(side.agreed == before)
    #expect(throws: NegotiationRefusal.self) { try side.accept(answered("m=audio 4000 RTP/AVP 0")) }
  }

  @Test func `offers do not cross, and answers fit`() throws {
    var side = NegotiationTests.side(laws: [.mu])
    _ = try side.offer(.sendrecv)
    func code(_ run: () throws -> Void) -> NegotiationRefusal.Code? {
      do {
        try run()
        return nil
      } catch { return (error as? NegotiationRefusal)?.code }
    }
    #expect(code { _ = try side.offer(.sendrecv) } == .outOfTurn)
    #expect(code { _ = try side.answer(answered("m=audio 4000 RTP/AVP 0"), .sendrecv) } == .outOfTurn)
    #expect(code { _ = try side.accept(answered("m=audio 4000 RTP/AVP 0", "m=audio 4000 RTP/AVP 0")) } == .unfit)
    #expect(code { _ = try side.accept(answered("m=audio 4000 RTP/AVP 0")) } == .outOfTurn)
    _ = try side.offer(.sendrecv)
    #expect(code { _ = try side.accept(answered("m=audio 4000 RTP/AVP 8")) } == .noCodec)
    _ = try side.answer(answered("m=audio 4000 RTP/AVP 0", "m=video 0 RTP/AVP 34"), .sendrecv)
    #expect(code { _ = try side.answer(answered("m=audio 4000 RTP/AVP 0"), .sendrecv) } == .unfit)
  }

  @Test func `two of our own sides understand each other`() throws {
    var (caller, callee) = (NegotiationTests.side(laws: [.a]), NegotiationTests.side())
    let offer = try SDP.read(Array(caller.offer(.sendrecv).text.utf8))
    let answer = try SDP.read(Array(callee.answer(offer, .sendrecv).text.utf8))
    try caller.accept(answer)
    #expect(caller.agreed?.law == .a)
    #expect(caller.agreed?.receiving == callee.agreed?.sending)
    #expect(caller.agreed?.sending == callee.agreed?.receiving)
    #expect(callee.agreed?.isControlMuxed == true)
  }
}
