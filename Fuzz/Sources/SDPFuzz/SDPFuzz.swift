import FuzzEntry
import Media

/// Input: a session description of unknown origin, as an offer and as an answer.
@main struct Fuzz: Fuzzer {
  private static let local = AudioNegotiation.Local(
    address: TransportAddress(IPAddress(ipv4: 0xC000_0201), 4_000), controlPort: 4_001)

  static func check(_ input: [UInt8]) {
    guard let sdp = try? SDP.read(input) else { return }
    mustHold(sdp.media.count <= SDP.mediaMax, "streams are bounded")
    let text = Array(sdp.text.utf8)
    mustHold(text.count > SDP.bytesMax || (try? SDP.read(text)) == sdp, "what is written says what was read")
    answer(sdp)
    offer(sdp)
  }

  private static func answer(_ offer: SDP) {
    var side = AudioNegotiation(sessionID: 1, local: local)
    guard let answer = try? side.answer(offer, .sendrecv) else {
      return mustHold(side.agreed == nil, "a refusal agrees on nothing")
    }
    mustHold(answer.media.count == offer.media.count, "an answer has as many streams")
    mustHold(answer.media.count { $0.port != 0 } == 1, "one stream is taken")
    mustHold((try? SDP.read(Array(answer.text.utf8))) == answer, "an answer can be read")
    guard let agreed = side.agreed else { return mustHold(false, "an answer agrees on something") }
    mustHold(agreed.remote.address.isUnicast && agreed.remote.port != 0, "media goes to one host")
    mustHold(agreed.sending[agreed.law] != nil && agreed.receiving[agreed.law] != nil, "the codec has its numbers")
    mustHold([10, 20, 40, 60].contains(agreed.packetMilliseconds), "packets have one of four lengths")
    mustHold((try? side.answer(offer, .sendrecv)) == answer, "the same offer has the same answer")
  }

  private static func offer(_ answer: SDP) {
    var side = AudioNegotiation(sessionID: 1, local: local)
    guard let offer = try? side.offer(.sendonly) else { return mustHold(false, "an offer can be made") }
    guard let agreed = try? side.accept(answer) else { return mustHold(side.agreed == nil, "a refusal agrees on nothing") }
    mustHold(!agreed.direction.isReceiving, "an answer does not widen its offer")
    mustHold(offer.media.count == answer.media.count, "an answer has as many streams")
  }
}
