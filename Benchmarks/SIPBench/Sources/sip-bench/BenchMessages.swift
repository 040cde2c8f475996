import SIP
import Vocabulary

enum BenchProblem: Error { case unexpected }

enum BenchMessages {
  static let peer = SIPFlow(id: 1, transport: .udp, host: "192.0.2.7", port: 5_060)
  static let description = Array(
    """
    v=0\r\no=- 4912 4912 IN IP4 192.0.2.7\r\ns=-\r\nc=IN IP4 192.0.2.7\r\nt=0 0\r\nm=audio 30002 RTP/AVP 8 0 101\r
    a=rtpmap:8 PCMA/8000\r\na=rtpmap:101 telephone-event/8000\r\na=ptime:20\r\n
    """.utf8)

  static let invite = message(
    """
    INVITE sip:+441632960001@198.51.100.1:5060;user=phone SIP/2.0
    Via: SIP/2.0/UDP 192.0.2.7:5060;branch=z9hG4bK0cB7f4a91e3d
    Via: SIP/2.0/UDP 192.0.2.90:5060;branch=z9hG4bK5f1c2a;received=192.0.2.90
    Record-Route: <sip:192.0.2.7;lr;ftag=gK0c1f>
    From: "Alice" <sip:+441632960123@192.0.2.7;user=phone>;tag=gK0c1f8ae2
    To: <sip:+441632960001@198.51.100.1;user=phone>
    Call-ID: 1283764501_122873645@192.0.2.90
    CSeq: 20871 INVITE
    Max-Forwards: 68
    Contact: <sip:+441632960123@192.0.2.90:5060>
    Allow: INVITE, ACK, CANCEL, BYE, UPDATE, INFO, OPTIONS, REFER, NOTIFY
    Supported: timer, replaces
    Session-Expires: 1800;refresher=uac
    Min-SE: 90
    P-Asserted-Identity: <sip:+441632960123@192.0.2.7;user=phone>
    Content-Type: application/sdp
    Content-Length: \(description.count)
    """, body: description)

  static func options(_ number: Int) -> [UInt8] {
    message(
      """
      OPTIONS sip:switch@198.51.100.1 SIP/2.0
      Via: SIP/2.0/UDP 192.0.2.7:5060;branch=z9hG4bK\(number);rport
      From: <sip:probe@192.0.2.7>;tag=\(number)
      To: <sip:switch@198.51.100.1>
      Call-ID: \(number)@192.0.2.7
      CSeq: 1 OPTIONS
      Max-Forwards: 70
      Content-Length: 0
      """, body: [])
  }

  private static func message(_ text: String, body: [UInt8]) -> [UInt8] {
    Array((text.replacing("\n", with: "\r\n") + "\r\n\r\n").utf8) + body
  }
}

/// Takes requests and answers them; each transaction is over before the table is full.
struct OptionsServer {
  private var table = TransactionTable(capacity: 1_000)
  private var effects: [TransactionEffect] = []

  mutating func serve(_ octets: [UInt8]) throws {
    effects.removeAll(keepingCapacity: true)
    let request = try SIPRequest(ReceivedMessage(datagram: octets))
    table.receive(request, on: BenchMessages.peer, into: &effects)
    guard case .requestReceived(let id, _, let flow) = effects.first else { throw BenchProblem.unexpected }
    let response = MessageWriter(status: 200, to: request.message, tag: "t", flow: flow).finished()
    table.respond(id, response, status: 200, into: &effects)
    table.timerFired(id, .j, into: &effects)
    guard table.count == 0 else { throw BenchProblem.unexpected }
  }
}
