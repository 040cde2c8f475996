import SIP
import Testing

@Suite("Messages") struct MessageTests {
  @Test func compactFormsAndCaseNameTheSameHeader() throws {
    let message = try ReceivedMessage(
      datagram: Peer.message(["OPTIONS sip:a SIP/2.0", "F: x", "VIA: y", "k: a,b", "SUPPORTED: c", "x-Own: z", "l: 0"]))
    #expect(message.value(of: .from)?.sipText == "x")
    #expect(message.list(of: .supported).map(\.sipText) == ["a", "b", "c"])
    #expect(message.value(named: "X-OWN")?.sipText == "z")
    #expect(HeaderName.allCases.allSatisfy { $0 == .other || HeaderName(Array($0.text.uppercased().utf8)[...]) == $0 })
  }

  @Test func commasInQuotesAndBracketsSeparateNothing() throws {
    let message = try ReceivedMessage(
      datagram: Peer.message(["OPTIONS sip:a SIP/2.0", #"Contact: "a, \" b" <sip:x;y=1>;q=1 , <sip:c,d@e>,,"#, "l: 0"]))
    #expect(message.list(of: .contact).map(\.sipText) == [#""a, \" b" <sip:x;y=1>;q=1"#, "<sip:c,d@e>"])
  }

  @Test(arguments: [
    ("INVITE sip:a SIP/2.0\r\nFrom x\r\n\r\n", 400), ("INVITE sip:a SIP/2.0\r\n: x\r\n\r\n", 400),
    ("INVITE sip:a SIP/2.0\r\nSubject: a\nVia: b\r\n\r\n", 400), ("INVITE sip:a SIP/2.0\r\nSubject: a\rVia: b\r\n\r\n", 400),
    ("INVITE sip:a SIP/2.0\r\nSubject: a\r\n", 400), ("INVITE sip:a SIP/3.0\r\n\r\n", 505),
    ("INVITE sip:\(String(repeating: "a", count: 2_049)) SIP/2.0\r\n\r\n", 414),
    ("INVITE sip:a SIP/2.0\r\nS: \(String(repeating: "a", count: 8_193))\r\n\r\n", 513),
    ("INVITE sip:a SIP/2.0\r\n" + String(repeating: "S:\r\n", count: 257) + "\r\n", 513),
  ]) func aFaultHasItsStatus(_ text: String, _ status: Int) throws {
    let message = try ReceivedMessage(datagram: Array(text.utf8))
    #expect(message.fault?.status == status)
    #expect(throws: SIPProblem.self) { try SIPRequest(message) }
  }

  @Test(arguments: [
    "", "\r\n\r\n", "GET / HTTP/1.1\r\n\r\n", "SIP/2.0 099 x\r\n\r\n", "SIP/2.0 700 x\r\n\r\n", "a", "\u{0}\u{1}",
  ])
  func whatIsNoSIPIsNotAnswered(_ text: String) {
    #expect { try ReceivedMessage(datagram: Array(text.utf8)) } throws: { ($0 as? SIPProblem)?.status == nil }
  }

  @Test(arguments: [HeaderName.from, .to, .callID, .cSeq, .via])
  func eachHeaderOfIdentityIsNeededAndSingle(_ header: HeaderName) throws {
    let whole = Peer.request("OPTIONS").sipText
    let line = try #require(whole.split(separator: "\r\n").first { $0.hasPrefix("\(header.text):") })
    #expect(throws: Never.self) { try SIPRequest(ReceivedMessage(datagram: Array(whole.utf8))) }
    let without = whole.replacing("\(line)\r\n", with: "")
    #expect { try SIPRequest(ReceivedMessage(datagram: Array(without.utf8))) } throws: {
      ($0 as? SIPProblem)?.code == .missingHeader && ($0 as? SIPProblem)?.place == .header(header)
    }
    guard header != .via else { return }
    let twice = whole.replacing("\(line)\r\n", with: "\(line)\r\n\(line)\r\n")
    #expect { try SIPRequest(ReceivedMessage(datagram: Array(twice.utf8))) } throws: {
      ($0 as? SIPProblem)?.code == .repeatedHeader && ($0 as? SIPProblem)?.place == .header(header)
    }
  }

  @Test func sourceOfARequestIsToldInItsVia() throws {
    let request = try ReceivedMessage(datagram: Peer.request("OPTIONS", fields: ["Via: SIP/2.0/TCP far;branch=z9hG4bKb"]))
    let response = try ReceivedMessage(datagram: MessageWriter(status: 200, to: request, tag: "t", flow: Peer.flow).finished())
    let vias = try response.vias()
    #expect(vias.map(\.host.sipText) == ["192.0.2.9", "far"])
    #expect(vias[0].parameters.value(of: "received")?.sipText == "198.51.100.7")
    #expect(vias[0].parameters.value(of: "rport")?.sipText == "40001")
    #expect(vias[0].branch?.sipText == "z9hG4bKa")
  }

  /// What a peer or an operator chose never begins a field.
  @Test func noValueBeginsAField() throws {
    var writer = try MessageWriter(request: .options, uri: SIPURI("sip:a"))
    writer.field(.subject, "a\r\nVia: b")
    writer.field(named: "X\r\nVia", "c\n\u{0}d")
    let message = try ReceivedMessage(datagram: writer.finished(body: Array("x".utf8), type: "text/plain\r\n\r\n"))
    #expect(message.fault == nil && message.count(of: .via) == 0)
    #expect(message.value(named: "XVia")?.sipText == "c  d")
    #expect(message.body.sipText == "x")
  }

  @Test func typedHeadersOfCalls() throws {
    let message = try ReceivedMessage(
      datagram: Peer.message([
        "INVITE sip:a SIP/2.0", "x: 1800 ;refresher=UAS", "Min-SE: 90",
        "Replaces: 98732@sip.example.com ;from-tag=r33th4x0r;to-tag=ff87ff",
        #"Reason: SIP ;cause=200 ;text="Call completed elsewhere", Q.850;cause=16"#, "o: refer;id=7",
        "Subscription-State: active;expires=60", "Expires: 99999999999",
        "P-Asserted-Identity: \"A\" <sip:a@b>, <tel:+441632960123>",
        "l: 0",
      ]))
    #expect(try message.sessionExpires() == SessionExpires(seconds: 1_800, refresher: .uas))
    #expect(try message.minimumSessionExpires() == 90)
    let replaces = try #require(try message.replaces())
    #expect(
      replaces.callID.sipText == "98732@sip.example.com" && replaces.fromTag.sipText == "r33th4x0r" && !replaces.isEarlyOnly)
    #expect(message.reasons().map(\.cause) == [200, 16])
    #expect(message.reasons().first?.text == "Call completed elsewhere")
    #expect(try message.event()?.parameters.value(of: "id")?.sipText == "7")
    #expect(try message.subscriptionState()?.name.sipText == "active")
    #expect(message.deltaSeconds(of: .expires) == UInt32.max)
    #expect(try message.addresses(of: .assertedIdentity).map(\.uri.scheme) == [.sip, .tel])
  }

  @Test func aSeedOfBrokenMessagesNeverTraps() throws {
    var entropy = Broken(seed: 4_475)
    let whole = Peer.request("INVITE", fields: ["Contact: \"x\" <sip:a@[::1]:5;lr?a=b>;q=1", "x: 1;refresher=uac"], body: "abc")
    for _ in 0..<2_000 {
      guard let message = try? ReceivedMessage(datagram: entropy.broken(whole)) else { continue }
      _ = try? SIPRequest(message)
      _ = try? message.addresses(of: .contact)
      _ = MessageWriter(status: 400, to: message, tag: "t", flow: Peer.flow)
    }
  }
}
