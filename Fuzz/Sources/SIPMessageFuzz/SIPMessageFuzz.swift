import FuzzEntry
import SIP

/// Input: a datagram; the same octets are cut out of a stream too, in two pieces.
@main struct Fuzz: Fuzzer {
  static func check(_ input: [UInt8]) {
    checkStream(input)
    guard let message = try? ReceivedMessage(datagram: input) else { return }
    for header in HeaderName.allCases {
      _ = message.list(of: header)
      _ = try? message.addresses(of: header)
    }
    _ = try? message.sessionExpires()
    _ = try? message.replaces()
    _ = try? message.subscriptionState()
    _ = message.reasons()
    _ = try? SIPResponse(message)
    checkAnswer(message)
  }

  /// Whatever is answered can be read, and no value of the request has become a field of its own.
  private static func checkAnswer(_ request: ReceivedMessage) {
    let flow = SIPFlow(id: 1, transport: .udp, host: "192.0.2.1", port: 5_060)
    let octets = MessageWriter(status: 400, to: request, tag: "t", flow: flow).finished()
    // The answer to a request at the limit may be longer than a message may be.
    guard let answer = try? ReceivedMessage(datagram: octets) else {
      return mustHold(octets.count > SIPLimits.messageBytesMax, "an answer can be read")
    }
    for header in [HeaderName.via, .from, .to, .callID, .cSeq] {
      let expected = header == .via ? request.count(of: header) : min(1, request.count(of: header))
      mustHold(answer.fault?.code == .messageTooLarge || answer.count(of: header) == expected, "as many fields as there were")
    }
    guard let checked = try? SIPRequest(request) else { return }
    mustHold((try? answer.vias()).map { !$0.isEmpty } ?? true, "a Via that was read can be read in the answer")
    mustHold(answer.value(of: .callID).map { $0.elementsEqual(checked.callID) } ?? false, "the Call-ID is the same")
    if request.method == .register { try? Registration.check(checked) }
    _ = try? Referral(checked)
    _ = try? Dialog(invitedBy: checked, localTag: "t")
    try? UASRules.standard.check(checked)
  }

  private static func checkStream(_ input: [UInt8]) {
    mustHold(units(input, cut: input.count) == units(input, cut: input.count / 2), "pieces make no difference")
  }

  /// What comes out of a stream; nil at its end where it had to be cut off.
  private static func units(_ input: [UInt8], cut: Int) -> [Int?] {
    var framer = StreamFramer()
    var units: [Int?] = []
    for piece in [input[..<cut], input[cut...]] {
      framer.append(piece)
      do {
        while let unit = try framer.next() {
          if case .message(let message) = unit { units.append(message.octets.count) } else { units.append(0) }
        }
      } catch {
        return units + [nil]
      }
    }
    return units
  }
}
