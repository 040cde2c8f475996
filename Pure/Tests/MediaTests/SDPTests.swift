import Media
import Testing

/// A description whose lines are given, with CRLF.
func description(_ lines: String...) -> [UInt8] {
  Array(lines.map { "\($0)\r\n" }.joined().utf8)
}

@Suite struct SDPTests {
  /// RFC 8866 section 5, with its lines of all kinds.
  static let example = description(
    "v=0", "o=jdoe 3724394400 3724394405 IN IP4 198.51.100.1", "s=Call to John Smith", "i=SDP Offer #1",
    "u=http://www.jdoe.example.com/home.html", "e=Jane Doe <jane@jdoe.example.com>", "p=+1 617 555-6011",
    "c=IN IP4 198.51.100.1", "b=AS:64", "t=0 0", "r=7d 1h 0 25h", "a=charset:UTF-8", "m=audio 49170 RTP/AVP 0",
    "m=audio 49180 RTP/AVP 0", "i=second", "b=AS:32", "a=recvonly", "m=video 51372/2 RTP/AVP 99", "c=IN IP6 2001:db8::2",
    "a=rtpmap:99 h263-1998/90000")

  @Test func `the RFC's example is read`() throws {
    let sdp = try SDP.read(Self.example)
    let host = SDP.Connection(try #require(IPAddress("198.51.100.1")))
    #expect(sdp.origin == SDP.Origin(username: "jdoe", sessionID: "3724394400", version: "3724394405", host: host))
    #expect(sdp.connection == host)
    #expect(sdp.attributes == [SDP.Attribute("charset", "UTF-8")])
    #expect(sdp.media.map(\.port) == [49170, 49180, 51372])
    #expect(sdp.media.map(\.line) == [13, 14, 18])
    #expect(sdp.media[1].attributes == [SDP.Attribute("recvonly")])
    #expect(sdp.media[2].connection == SDP.Connection(try #require(IPAddress("2001:db8::2"))))
    #expect(sdp.media[2].value(of: "rtpmap") == "99 h263-1998/90000")
  }

  @Test func `what is written is read again`() throws {
    let sdp = try SDP.read(Self.example)
    #expect(try SDP.read(Array(sdp.text.utf8)) == sdp)
    #expect(
      sdp.text.hasPrefix("v=0\r\no=jdoe 3724394400 3724394405 IN IP4 198.51.100.1\r\ns=-\r\nc=IN IP4 198.51.100.1\r\nt=0 0\r\n"))
  }

  @Test func `bare line feeds and empty lines at the end are borne`() throws {
    let text = String(decoding: Self.example, as: UTF8.self)
    let bare = text.replacing("\r\n", with: "\n")
    let expected = try SDP.read(Self.example)
    #expect(try SDP.read(Array(bare.utf8)) == expected)
    #expect(try SDP.read(Array(text.utf8) + [13, 10, 13, 10]) == expected)
    #expect(try SDP.read(Array(text.utf8.dropLast(2))) == expected)
  }

  @Test func `an attribute of another character set is passed over`() throws {
    let bytes = description("v=0", "o=- 1 1 IN IP4 192.0.2.1", "t=0 0") + Array("a=x:".utf8) + [0xE9, 13, 10]
    #expect(try SDP.read(bytes).attributes.isEmpty)
  }

  private func problem(_ bytes: [UInt8]) -> SDP.Problem? {
    do {
      _ = try SDP.read(bytes)
      return nil
    } catch { return error }
  }

  @Test(arguments: [
    (["v=1"], SDP.Problem.Code.unsupported, 1), (["o=- 1 1 IN IP4 192.0.2.1"], .malformed, 1), (["v=0", "s=-"], .malformed, 2),
    (["v=0"], .malformed, 1), (["v=0", "o=- 1 1 IN IP4"], .malformed, 2), (["v=0", "o=- x 1 IN IP4 192.0.2.1"], .malformed, 2),
    (["v=0", "o=- 1 1 IN IP6 192.0.2.1"], .malformed, 2), (["v=0", "o=- 1 1 ATM NSAP 1"], .malformed, 2),
  ])
  func `a beginning that is wrong is placed`(lines: [String], code: SDP.Problem.Code, line: Int) {
    let found = problem(Array(lines.joined(separator: "\r\n").utf8))
    #expect(found?.code == code)
    #expect(found?.line == line)
  }

  @Test(arguments: [
    ("x=1", SDP.Problem.Code.unsupported), ("a", .malformed), ("a=", .malformed), ("a=:1", .malformed), ("", .malformed),
    ("m=audio", .malformed), ("m=audio 65536 RTP/AVP 0", .malformed), ("m=audio -1 RTP/AVP 0", .malformed),
    ("c=IN IP4 192.0.2.1 2", .malformed), ("c=IN IP5 192.0.2.1", .malformed), ("a=x\0", .malformed), ("a=x\ry", .malformed),
  ])
  func `a line that is wrong is placed`(line: String, code: SDP.Problem.Code) {
    let found = problem(description("v=0", "o=- 1 1 IN IP4 192.0.2.1", "s=-", line, "t=0 0"))
    #expect(found?.code == code)
    #expect(found?.line == 4)
  }

  @Test func `a session has one connection, and a stream no line of a session`() {
    let head = ["v=0", "o=- 1 1 IN IP4 192.0.2.1", "c=IN IP4 192.0.2.1"]
    #expect(problem(Array((head + ["c=IN IP4 192.0.2.1"]).joined(separator: "\n").utf8))?.line == 4)
    #expect(problem(Array((head + ["m=audio 1 RTP/AVP 0", "t=0 0"]).joined(separator: "\n").utf8))?.line == 5)
  }

  @Test func `lengths and counts are bounded`() {
    let head = "v=0\no=- 1 1 IN IP4 192.0.2.1\n"
    func read(_ rest: String) -> SDP.Problem.Code? { problem(Array((head + rest).utf8))?.code }
    #expect(read(String(repeating: "a=x\n", count: SDP.attributesMax)) == nil)
    #expect(read(String(repeating: "a=x\n", count: SDP.attributesMax + 1)) == .tooLarge)
    #expect(read(String(repeating: "m=a 1 b 0\n", count: SDP.mediaMax)) == nil)
    #expect(read(String(repeating: "m=a 1 b 0\n", count: SDP.mediaMax + 1)) == .tooLarge)
    #expect(read("m=a 1 b" + String(repeating: " 0", count: SDP.formatsMax)) == nil)
    #expect(read("m=a 1 b" + String(repeating: " 0", count: SDP.formatsMax + 1)) == .tooLarge)
    #expect(read("a=" + String(repeating: "x", count: SDP.lineBytesMax - 2)) == nil)
    #expect(read("a=" + String(repeating: "x", count: SDP.lineBytesMax - 1)) == .tooLarge)
    #expect(read(String(repeating: "i=x\n", count: SDP.bytesMax / 4)) == .tooLarge)
  }

  @Test(arguments: ["0.0.0.0", "192.0.2.255", "2001:db8::1", "::", "::1", "fe80::1:0:0:1", "1:2:3:4:5:6:7:8", "1:0:3:4:5:6:7:8"])
  func `addresses have one text`(text: String) throws {
    #expect(try #require(IPAddress(text)).description == text)
  }

  @Test(arguments: [
    "", "1.2.3", "1.2.3.4.5", "256.1.1.1", "01.1.1.1", "1.1.1.1 ", ":", ":::", "1::2::3", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9",
    "12345::", "g::", "1:2:3:4:5:6:7::8", "fe80::1%eth0", "::1.2.3", "example.net",
  ])
  func `what is no address is none`(text: String) { #expect(IPAddress(text) == nil) }

  @Test func `an IPv4 address and its mapped form are one`() {
    #expect(IPAddress("::ffff:192.0.2.1") == IPAddress("192.0.2.1"))
    #expect(IPAddress("224.0.0.1")?.isUnicast == false)
    #expect(IPAddress("255.255.255.255")?.isUnicast == false)
    #expect(IPAddress("ff02::1")?.isUnicast == false)
    #expect(IPAddress("223.255.255.255")?.isUnicast == true)
  }
}
