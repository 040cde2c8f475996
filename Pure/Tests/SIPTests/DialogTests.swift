import SIP
import Testing

@Suite("Dialogs") struct DialogTests {
  private static func request(_ octets: [UInt8]) throws -> SIPRequest { try SIPRequest(ReceivedMessage(datagram: octets)) }

  private static let invite = Peer.request(
    "INVITE",
    fields: [
      "Record-Route: <sip:p2.example.net;lr>, <sip:p1.example.net;lr>", "Contact: <sip:alice@192.0.2.9:5062>",
    ])

  private static func response(_ status: Int, tag: String, fields: [String]) throws -> SIPResponse {
    let lines =
      ["SIP/2.0 \(status) x"]
      + Peer.request("INVITE").sipText.split(separator: "\r\n").dropFirst().map(String.init).filter {
        !$0.hasPrefix("Max-Forwards") && !$0.hasPrefix("Content-Length")
      }.map { $0.hasPrefix("To:") && !tag.isEmpty ? $0 + ";tag=\(tag)" : $0 }
    return try SIPResponse(ReceivedMessage(datagram: Peer.message(lines + fields)))
  }

  private static func sent(_ writer: consuming MessageWriter) throws -> SIPRequest { try request(writer.finished()) }

  // MARK: Routes, target, numbers

  @Test func whoIsInvitedAnswersOverTheSameProxies() throws {
    var dialog = try Dialog(invitedBy: Self.request(Self.invite), localTag: "us")
    #expect(dialog.phase == .early && dialog.id == DialogID(callID: "call-1".utf8, localTag: "us".utf8, remoteTag: "f1".utf8))
    let (writer, number) = dialog.request(.bye, via: "SIP/2.0/UDP h;branch=z9hG4bKx")
    let bye = try Self.sent(writer)
    #expect(number == 1 && bye.cSeq == CSeq(number: 1, method: .bye))
    #expect(bye.uri.text == "sip:alice@192.0.2.9:5062" && dialog.nextHop.text == "sip:p2.example.net;lr")
    #expect(try bye.message.addresses(of: .route).map(\.uri.host.sipText) == ["p2.example.net", "p1.example.net"])
    #expect(bye.from.tag?.sipText == "us" && bye.to.tag?.sipText == "f1" && bye.callID.sipText == "call-1")
    #expect(DialogID(bye) == DialogID(callID: "call-1".utf8, localTag: "f1".utf8, remoteTag: "us".utf8), "as the peer sees it")
  }

  @Test func whoInvitedGoesTheWayBackwards() throws {
    let answer = try Self.response(
      200, tag: "b",
      fields: ["Contact: <sip:bob@198.51.100.1;transport=tcp>", "Record-Route: <sip:p2.example.net;lr>,<sip:p1.example.net;lr>"])
    var dialog = try Dialog(answeredBy: answer, sentTo: SIPURI("sip:bob@example.com"))
    #expect(dialog.phase == .confirmed)
    let ack = try Self.sent(dialog.acknowledgement(of: 1, via: "SIP/2.0/UDP h;branch=z9hG4bKx"))
    #expect(ack.cSeq == CSeq(number: 1, method: .ack) && ack.uri.text == "sip:bob@198.51.100.1;transport=tcp")
    #expect(try ack.message.addresses(of: .route).map(\.uri.host.sipText) == ["p1.example.net", "p2.example.net"])
    let bye = dialog.request(.bye, via: "SIP/2.0/UDP h;branch=z9hG4bKy")
    #expect(bye.number == 2)
  }

  @Test func aStrictRouterIsTheRequestURI() throws {
    let octets = Peer.request(
      "INVITE", fields: ["Record-Route: <sip:old.example.net>, <sip:p.example.net;lr>", "Contact: <sip:alice@192.0.2.9>"])
    var dialog = try Dialog(invitedBy: Self.request(octets), localTag: "us")
    let bye = try Self.sent(dialog.request(.bye, via: "SIP/2.0/UDP h;branch=z9hG4bKx").writer)
    #expect(bye.uri.text == "sip:old.example.net")
    #expect(try bye.message.addresses(of: .route).map(\.uri.text) == ["sip:p.example.net;lr", "sip:alice@192.0.2.9"])
  }

  @Test func eachBranchOfAForkIsADialog() throws {
    let target = try SIPURI("sip:bob@example.com")
    let early = try ["a", "b"].map { tag in
      try Dialog(answeredBy: Self.response(180, tag: tag, fields: ["Contact: <sip:\(tag)@192.0.2.1>"]), sentTo: target)
    }
    #expect(early[0].id != early[1].id && early.allSatisfy { $0.phase == .early })
    var chosen = early[1]
    try chosen.confirmed(by: Self.response(200, tag: "b", fields: ["Contact: <sip:b@192.0.2.2>", "Record-Route: <sip:p;lr>"]))
    #expect(chosen.phase == .confirmed && chosen.remoteTarget.text == "sip:b@192.0.2.2" && chosen.nextHop.text == "sip:p;lr")
    #expect(throws: SIPProblem.self) { try Dialog(answeredBy: Self.response(180, tag: "", fields: []), sentTo: target) }
  }

  @Test func numbersOfAPeerRise() throws {
    var dialog = try Dialog(invitedBy: Self.request(Self.invite), localTag: "us")
    func numbered(_ number: Int, _ method: String) throws -> SIPRequest {
      try Self.request(Array(Peer.request(method).sipText.replacing("CSeq: 1 ", with: "CSeq: \(number) ").utf8))
    }
    let isAcknowledged = dialog.takeNumber(of: try numbered(1, "ACK"))
    #expect(isAcknowledged)
    let taken = try [1, 5, 5, 4, 6].map { dialog.takeNumber(of: try numbered($0, "INFO")) }
    #expect(taken == [false, true, false, false, true])
  }

  @Test(arguments: ["<sip:a@b>, <sip:c@d>", "<tel:+441632960123>", "<sip:a@b?Route=x>", "nobody"])
  func aContactThatCannotBeATargetIsRefused(_ contact: String) throws {
    #expect(throws: SIPProblem.self) {
      try Dialog(invitedBy: Self.request(Peer.request("INVITE", fields: ["Contact: \(contact)"])), localTag: "us")
    }
  }

  // MARK: Offers

  private enum Turn { case request, reply, describe }

  /// What each turn meets, and what is open after the last.
  private static func course(_ turns: [Turn]) -> [String] {
    var session = OfferAnswer()
    let met = turns.map { turn in
      switch turn {
      case .request: "\(session.receivedInRequest())"
      case .reply: "\(session.receivedInReply())"
      case .describe: session.described() ? "described" : "not our turn"
      }
    }
    let open = session.isAgreed ? "agreed" : session.hasLocalOffer ? "ours" : session.hasRemoteOffer ? "theirs" : "nothing"
    return met + [open]
  }

  @Test func offersAreAnsweredInTurn() {
    #expect(Self.course([]) == ["nothing"])
    #expect(Self.course([.request, .request]) == ["offer", "tooEarly", "theirs"])
    #expect(Self.course([.request, .describe]) == ["offer", "described", "agreed"])
    #expect(Self.course([.describe, .describe]) == ["described", "not our turn", "ours"])
    #expect(Self.course([.describe, .request]) == ["described", "glare", "ours"])
    #expect(Self.course([.describe, .reply, .request]) == ["described", "answer", "offer", "theirs"])
  }

  /// An INVITE without an offer asks for one, which the ACK answers.
  @Test func aLateOfferIsAnsweredToo() {
    #expect(Self.course([.describe, .reply]) == ["described", "answer", "agreed"])
    #expect(Self.course([.reply, .reply, .describe]) == ["offer", "tooEarly", "described", "agreed"])
  }

  @Test func aRefusedOfferLeavesWhatWasAgreed() {
    var session = OfferAnswer()
    _ = session.described()
    session.withdrawn(wasAgreed: true)
    #expect(session.isAgreed)
  }

  // MARK: Session timers

  /// RFC 4028 section 9, table 2, and its lower bounds.
  @Test(arguments: [
    ([], 1_800, true), (["Supported: timer"], 1_800, true), (["Session-Expires: 600", "k: timer"], 600, false),
    (["Session-Expires: 600;refresher=uas", "k: timer"], 600, true),
    (["Session-Expires: 600;refresher=uac", "k: timer"], 600, false),
    (["Session-Expires: 600;refresher=uac"], 600, true), (["x: 7200", "k: timer"], 1_800, false),
    (["x: 7200", "Min-SE: 3600", "k: timer"], 3_600, false), (["x: 60"], 90, true),
  ]) func timersAreAgreedOn(_ fields: [String], _ seconds: UInt32, _ isRefresher: Bool) throws {
    let request = try Self.request(Peer.request("INVITE", fields: fields))
    let expected = SessionTimer(seconds: seconds, isRefresher: isRefresher)
    let answer = SessionExpires(seconds: seconds, refresher: isRefresher ? .uas : .uac)
    #expect(try SessionTimer.negotiate(request, .standard) == .agreed(expected, answer: answer))
  }

  @Test func anIntervalThatIsTooSmallIsRefused() throws {
    let request = try Self.request(Peer.request("INVITE", fields: ["x: 89", "k: timer"]))
    #expect(try SessionTimer.negotiate(request, .standard) == .tooSmall(minimumSeconds: 90))
    let refusal = try Self.response(422, tag: "b", fields: ["Min-SE: 2000"])
    #expect(SessionTimer.retry(after: refusal, asked: 1_800) == 2_000)
    #expect(SessionTimer.retry(after: refusal, asked: 2_000) == nil, "not for ever")
  }

  @Test func dutiesComeInTime() throws {
    #expect(SessionTimer(seconds: 1_800, isRefresher: true).duty == .refresh(seconds: 900))
    #expect(SessionTimer(seconds: 1_800, isRefresher: false).duty == .end(seconds: 1_768))
    #expect(SessionTimer(seconds: 90, isRefresher: false).duty == .end(seconds: 60))
    let answer = try Self.response(200, tag: "b", fields: ["x: 1200;refresher=uas"])
    #expect(try SessionTimer(answeredBy: answer, asked: 1_800) == SessionTimer(seconds: 1_200, isRefresher: false))
    let silent = try Self.response(200, tag: "b", fields: [])
    #expect(try SessionTimer(answeredBy: silent, asked: 1_800) == SessionTimer(seconds: 1_800, isRefresher: true))
    let hasty = try Self.response(200, tag: "b", fields: ["x: 1;refresher=uac"])
    #expect(try SessionTimer(answeredBy: hasty, asked: 1_800).seconds == 90)
  }

  // MARK: Transfers

  @Test func anAttendedTransferNamesTheCallItReplaces() throws {
    let request = try Self.request(
      Peer.request(
        "REFER",
        fields: [
          "Refer-To: <sip:bob@example.com;transport=tcp?Replaces=12345%40192.168.118.3%3Bto-tag%3D12345%3Bfrom-tag%3D5FFE-3994>",
          "Referred-By: <sip:alice@example.com>", "Refer-Sub: false",
        ]))
    let referral = try Referral(request)
    #expect(referral.target.text == "sip:bob@example.com;transport=tcp" && !referral.wantsNotification)
    let replaces = try #require(referral.replaces)
    #expect(
      DialogID(replaces) == DialogID(callID: "12345@192.168.118.3".utf8, localTag: "12345".utf8, remoteTag: "5FFE-3994".utf8))
    #expect(Referral.status(inFragment: Referral.fragment(status: 486)[...]) == 486)
    #expect(Referral.status(inFragment: "SIP/2.0 99 x".octets) == nil)
    for field in ["Refer-To: <http://a>", "Refer-To: <sip:a?Replaces=x>", "Subject: none"] {
      #expect(throws: SIPProblem.self) { try Referral(Self.request(Peer.request("REFER", fields: [field]))) }
    }
  }
}
