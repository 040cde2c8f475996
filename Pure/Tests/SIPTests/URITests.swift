import SIP
import Testing

@Suite("URIs") struct URITests {
  @Test func partsAreFound() throws {
    let uri = try SIPURI("sips:alice:secret@[2001:db8::1]:5061;transport=tcp;lr?subject=x&priority=urgent")
    #expect(uri.scheme == .sips)
    #expect(uri.user?.sipText == "alice" && uri.password?.sipText == "secret")
    #expect(uri.host.sipText == "[2001:db8::1]" && uri.port == 5061)
    #expect(uri.parameter("TRANSPORT")?.sipText == "tcp" && uri.isLooseRouter && uri.parameter("maddr") == nil)
    #expect(uri.headers?.sipText == "subject=x&priority=urgent")
    #expect(try SIPURI("tel:+44-1632-960123;ext=1").user?.sipText == "+44-1632-960123")
    #expect(try SIPURI("tel:7042;phone-context=example.com").scheme == .tel)
  }

  @Test(arguments: [
    "", "sip:", "sip", "sip:@host", "sip:a@", "sip:a@b@c", "sip:a b@c", "sip:a@b:", "sip:a@b:65536", "sip:a@b:x", "sip:%4@b",
    "sip:a@[::1", "sip:a@[]", "sip:a@b;", "sip:a@b;=1", "sip:a@b;c=", "sip:a@b;c=1;d;C=2", "sip:a@b?", "sip:a@b?c", "sip:a@b ",
    "sip:<a@b>", "tel:",
    "tel:7042", "tel:+", "tel:+44x", "1sip:a", "http:", "http:a b", "http:\"a", "sip:a@b\u{0}", "sip:a@é",
  ]) func brokenOnesAreRefused(_ text: String) {
    #expect(throws: SIPProblem.self) { try SIPURI(text) }
  }

  /// The examples of RFC 3261 section 19.1.4.
  @Test(arguments: [
    ("sip:%61lice@atlanta.com;transport=TCP", "sip:alice@AtLanTa.CoM;Transport=tcp", true),
    ("sip:carol@chicago.com", "sip:carol@chicago.com;newparam=5", true),
    ("sip:carol@chicago.com", "sip:carol@chicago.com;security=on", true),
    (
      "sip:biloxi.com;transport=tcp;method=REGISTER?to=sip:bob%40biloxi.com",
      "sip:biloxi.com;method=REGISTER;transport=tcp?to=sip:bob%40biloxi.com", true
    ),
    (
      "sip:alice@atlanta.com?subject=project%20x&priority=urgent", "sip:alice@atlanta.com?priority=urgent&subject=project%20x",
      true
    ),
    ("SIP:ALICE@AtLanTa.CoM;Transport=udp", "sip:alice@AtLanTa.CoM;Transport=UDP", false),
    ("sip:bob@biloxi.com", "sip:bob@biloxi.com:5060", false),
    ("sip:bob@biloxi.com", "sip:bob@biloxi.com;transport=udp", false),
    ("sip:bob@biloxi.com", "sip:bob@biloxi.com:6000;transport=tcp", false),
    ("sip:carol@chicago.com", "sip:carol@chicago.com?Subject=next%20meeting", false),
    ("sip:bob@phone21.boxesbybob.com", "sip:bob@192.0.2.4", false),
    ("sip:carol@chicago.com;security=on", "sip:carol@chicago.com;security=off", false),
    ("sip:a@b", "sips:a@b", false), ("sip:a@b", "sip:b", false),
  ]) func equivalence(_ left: String, _ right: String, _ isEquivalent: Bool) throws {
    let (left, right) = (try SIPURI(left), try SIPURI(right))
    #expect(left.isEquivalent(to: right) == isEquivalent)
    #expect(right.isEquivalent(to: left) == isEquivalent)
  }

  @Test func anAddressOfRecordIsUserAndHost() throws {
    #expect(try SIPURI("sips:%61lice:x@EXAMPLE.com:5061;lr").addressOfRecord.sipText == "alice@example.com")
    #expect(try SIPURI("sip:a%2fb@c").addressOfRecord == SIPURI("sip:a%2Fb@c").addressOfRecord)
  }
}
