import FuzzEntry
import SIP
import Vocabulary

/// Input: an Authorization value, a line feed, a challenge. No text proves a password that it was not made from.
@main struct Fuzz: Fuzzer {
  private static let secret = DigestSecret(user: "u", realm: "r", password: "p", allowsMD5: true, hashing: Folding())
  private static let now = Moment(seconds: 1_700_000_000)

  static func check(_ input: [UInt8]) {
    let lines = input.split(separator: 0x0A, maxSplits: 1, omittingEmptySubsequences: false)
    var verifier = DigestVerifier(realm: "r", hashing: Folding())
    var entropy = SeededEntropy(seed: 1)
    if let request = request(with: .authorization, lines[0]) {
      _ = verifier.claimedUser(request)
      let verdict = verifier.verify(request, secret: secret, from: "h", at: now)
      mustHold(verdict != .verified, "nothing is proved by text alone")
    }
    guard lines.count > 1, let challenged = response(lines[1]) else { return }
    var client = DigestClient(user: "u", password: "p", acceptsMD5: false, hashing: Folding())
    guard let uri = try? SIPURI("sip:a"),
      let answer = client.answer(challenged, method: .register, uri: uri, entropy: &entropy)
    else { return }
    mustHold(!answer.value.contains("algorithm=MD5"), "MD5 is not talked into")
    let credentials = Array(answer.value.utf8)
    mustHold(request(with: .authorization, credentials[...]) != nil || credentials.count > 4_096, "an answer is one field")
  }

  private static let fields = [
    "Via: SIP/2.0/UDP h;branch=z9hG4bKa", "From: <sip:u@r>;tag=a", "To: <sip:u@r>;tag=b", "Call-ID: c", "CSeq: 1 REGISTER",
  ]

  private static func request(with header: HeaderName, _ value: ArraySlice<UInt8>) -> SIPRequest? {
    guard var writer = try? MessageWriter(request: .register, uri: SIPURI("sip:a")) else { return nil }
    writer.field(header, value)
    let text = writer.finished()
    let at = text.firstIndex(of: 0x0A).map { $0 + 1 } ?? 0
    let lines = Array(fields.joined(separator: "\r\n").utf8) + [0x0D, 0x0A]
    return try? SIPRequest(ReceivedMessage(datagram: text[..<at] + lines + text[at...]))
  }

  private static func response(_ challenge: ArraySlice<UInt8>) -> SIPResponse? {
    var writer = MessageWriter(status: 401, reason: "x")
    writer.field(.wwwAuthenticate, challenge)
    let text = writer.finished()
    let at = text.firstIndex(of: 0x0A).map { $0 + 1 } ?? 0
    let lines = Array(fields.joined(separator: "\r\n").utf8) + [0x0D, 0x0A]
    return try? SIPResponse(ReceivedMessage(datagram: text[..<at] + lines + text[at...]))
  }
}

/// No digest anybody should use: it mixes octets, which is all that the fuzzer needs.
private struct Folding: SIPHashing {
  func md5(_ octets: [UInt8]) -> [UInt8] { fold(octets, 16) }
  func sha256(_ octets: [UInt8]) -> [UInt8] { fold(octets, 32) }
  func keyedDigest(_ octets: [UInt8]) -> [UInt8] { fold([7] + octets, 32) }
  func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool { left == right }

  private func fold(_ octets: [UInt8], _ count: Int) -> [UInt8] {
    var entropy = SeededEntropy(seed: octets.reduce(14_695_981_039_346_656_037) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 })
    return (0..<count).map { _ in UInt8(truncatingIfNeeded: entropy.next()) }
  }
}
