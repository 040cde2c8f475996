import SIP
import Testing
import Vocabulary

@Suite("Digest authentication") struct DigestTests {
  private static let hashing = PlainHashing()
  private static let secret = DigestSecret(
    user: "alice", realm: "example.com", password: "open", allowsMD5: true, hashing: hashing)
  private static let modern = DigestSecret(
    user: "alice", realm: "example.com", password: "open", allowsMD5: false, hashing: hashing)
  private var entropy = SeededEntropy(seed: 7_616)
  private var verifier = DigestVerifier(realm: "example.com", hashing: hashing)
  private let start = Moment(seconds: 1_700_000_000)

  // MARK: Others' vectors

  @Test func theExampleOfRFC7616() {
    for (algorithm, expected) in [
      (DigestAlgorithm.md5, "8ca523f5e9506fed4657c9700eebdbec"),
      (.sha256, "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"),
    ] {
      let secret = algorithm.hex(["Mufasa".octets, "http-auth@example.org".octets, "Circle of Life".octets], Self.hashing)
      let response = algorithm.response(
        secret: secret, method: SIPMethod("GET".octets), uri: "/dir/index.html".octets,
        nonce: "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v".octets,
        extra: ("00000001".octets, "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ".octets), Self.hashing)
      #expect(response.sipText == expected)
    }
  }

  @Test func theExampleOfRFC2617() {
    let parts = ["Mufasa".octets, "testrealm@host.com".octets, "Circle Of Life".octets]
    let response = DigestAlgorithm.md5.response(
      secret: DigestAlgorithm.md5.hex(parts, Self.hashing), method: SIPMethod("GET".octets), uri: "/dir/index.html".octets,
      nonce: "dcd98b7102dd2f0e8b11d0f600bfb0c093".octets, extra: ("00000001".octets, "0a4f113b".octets), Self.hashing)
    #expect(response.sipText == "6629fae49393a05397450978507c4ef1")
  }

  // MARK: Both sides

  /// What a phone does: it is refused, reads the challenge, and asks anew.
  private mutating func credentials(
    password: String = "open", acceptsMD5: Bool = true, challenged: [String]? = nil, uri: String = "sip:switch@example.com"
  ) throws -> String {
    let lines = (challenged ?? challenges()).map { "WWW-Authenticate: \($0)" }
    let refusal = Peer.message(
      ["SIP/2.0 401 Unauthorized"]
        + Peer.request("INVITE").sipText.split(separator: "\r\n").dropFirst().map(String.init).dropLast()
        + lines + ["Content-Length: 0"])
    var phone = DigestClient(user: "alice", password: password, acceptsMD5: acceptsMD5, hashing: Self.hashing)
    let response = try SIPResponse(ReceivedMessage(datagram: refusal))
    let answer = try #require(phone.answer(response, method: .invite, uri: SIPURI(uri), entropy: &entropy))
    #expect(answer.header == .authorization)
    #expect(phone.answer(response, method: .invite, uri: try SIPURI(uri), entropy: &entropy) == nil, "never twice for one nonce")
    return answer.value
  }

  private mutating func challenges(host: String = "h", allowsMD5: Bool = true) -> [String] {
    verifier.challenges(to: host, allowsMD5: allowsMD5, isOld: false, isStale: false, at: start, entropy: &entropy)
  }

  private mutating func verdict(
    _ credentials: String, secret: DigestSecret? = secret, host: String = "h", after seconds: Int64 = 1
  ) throws -> DigestVerifier<PlainHashing>.Verdict {
    let octets = Peer.request("INVITE", fields: ["Authorization: \(credentials)"])
    let request = try SIPRequest(ReceivedMessage(datagram: octets))
    return verifier.verify(request, secret: secret, from: host, at: start.adding(seconds: seconds))
  }

  @Test mutating func thePasswordProves() throws {
    let right = try credentials()
    #expect(right.contains("algorithm=SHA-256"))
    #expect(try verdict(right) == .verified)
    #expect(try verdict(credentials(password: "guess")) == .wrong)
    #expect(try verdict(credentials(), secret: nil) == .wrong)
    #expect(try verdict("Basic YTpi") == .unproven(isStale: false))
    #expect(try verdict("NoOneKnowsThisScheme opaque-data=here") == .unproven(isStale: false))
  }

  @Test mutating func nothingIsTakenTwice() throws {
    let right = try credentials()
    #expect(try verdict(right) == .verified)
    #expect(try verdict(right) == .wrong)
  }

  @Test mutating func anOldNonceIsStaleForWhoKnowsThePassword() throws {
    #expect(try verdict(credentials(), after: 299) == .verified)
    #expect(try verdict(credentials(), after: 300) == .unproven(isStale: true))
    #expect(try verdict(credentials(password: "guess"), after: 300) == .wrong)
  }

  @Test mutating func aNonceIsForItsHostAndIsOurs() throws {
    #expect(try verdict(credentials(), host: "elsewhere") == .unproven(isStale: true))
    let foreign = [
      "Digest realm=\"example.com\", nonce=\"\(String(repeating: "0", count: 64))\", algorithm=SHA-256, qop=\"auth\""
    ]
    #expect(try verdict(credentials(challenged: foreign)) == .unproven(isStale: true))
    let early = try credentials()
    #expect(try verdict(early, after: -1) == .unproven(isStale: true), "none is issued in the future")
  }

  @Test mutating func whatWasSignedIsWhatCame() throws {
    #expect(try verdict(credentials(uri: "sip:switch@EXAMPLE.com")) == .verified)
    #expect(try verdict(credentials(uri: "sip:premium@example.com")) == .wrong)
  }

  // MARK: Downgrades

  @Test mutating func mD5IsForDevicesThatMay() throws {
    let onlyMD5 = Array(challenges().suffix(1))
    #expect(onlyMD5[0].contains("algorithm=MD5"))
    #expect(try verdict(credentials(challenged: onlyMD5)) == .verified)
    #expect(try verdict(credentials(challenged: Array(challenges().suffix(1))), secret: Self.modern) == .wrong)
    #expect(challenges(allowsMD5: false).count == 1)
  }

  @Test mutating func aPhoneThatRefusesMD5AnswersNothingElse() throws {
    var phone = DigestClient(user: "a", password: "b", acceptsMD5: false, hashing: Self.hashing)
    let refusal = Peer.request("INVITE").sipText.replacing("INVITE sip:switch@example.com SIP/2.0", with: "SIP/2.0 407 x")
      .replacing("Max-Forwards: 70", with: "Proxy-Authenticate: \(challenges()[1])")
    let response = try SIPResponse(ReceivedMessage(datagram: Array(refusal.utf8)))
    #expect(phone.answer(response, method: .invite, uri: try SIPURI("sip:x"), entropy: &entropy) == nil)
    phone = DigestClient(user: "a", password: "b", acceptsMD5: true, hashing: Self.hashing)
    #expect(phone.answer(response, method: .invite, uri: try SIPURI("sip:x"), entropy: &entropy)?.header == .proxyAuthorization)
  }

  /// RFC 2617 without `qop`: for MD5 alone, and a nonce once.
  @Test mutating func theOldestFormIsTakenOnce() throws {
    let nonce = try #require(challenges()[1].split(separator: "\"").dropFirst(3).first).description
    let response = DigestAlgorithm.md5.response(
      secret: try #require(Self.secret.md5), method: .invite, uri: "sip:switch@example.com".octets, nonce: nonce.octets,
      extra: nil, Self.hashing)
    let old =
      "Digest username=\"alice\", realm=\"example.com\", nonce=\"\(nonce)\", uri=\"sip:switch@example.com\", response=\""
      + response.sipText + "\""
    #expect(try verdict(old + ", algorithm=SHA-256") == .unproven(isStale: false))
    #expect(try verdict(old, secret: Self.modern) == .wrong)
    #expect(try verdict(old) == .verified)
    #expect(try verdict(old) == .wrong)
  }

  // MARK: Counts

  @Test mutating func countsMayComeOutOfOrderAndNeverTwice() throws {
    let nonce = try #require(challenges()[0].split(separator: "\"").dropFirst(3).first).description
    func counted(_ count: UInt32) -> String {
      let digits = String(count, radix: 16)
      let text = String(repeating: "0", count: 8 - digits.count) + digits
      let response = DigestAlgorithm.sha256.response(
        secret: Self.secret.sha256, method: .invite, uri: "sip:switch@example.com".octets, nonce: nonce.octets,
        extra: (text.octets, "c".octets), Self.hashing)
      return "Digest username=\"alice\", realm=\"example.com\", nonce=\"\(nonce)\", uri=\"sip:switch@example.com\", cnonce=\"c\","
        + " qop=auth, algorithm=SHA-256, nc=\(text), response=\"\(response.sipText)\""
    }
    for count: UInt32 in [1, 3, 2, 100, 37, 99] { #expect(try verdict(counted(count)) == .verified, "\(count)") }
    for count: UInt32 in [1, 2, 3, 36, 37, 99, 100] { #expect(try verdict(counted(count)) == .wrong, "\(count)") }
    #expect(try verdict(counted(UInt32.max)) == .verified)
    #expect(try verdict(counted(UInt32.max - 63)) == .verified)
    #expect(try verdict(counted(UInt32.max - 64)) == .wrong)
  }

  /// What was forgotten cannot be replayed: with the oldest nonce all that were issued before it are stale.
  @Test func aForgottenNonceIsStale() {
    var memory = NonceMemory()
    for number in 0...NonceMemory.noncesMax {
      #expect(memory.staleUntil < Moment(seconds: 0))
      let isTaken = memory.take(Array("\(number)".utf8), issued: Moment(seconds: Int64(number)), count: 1)
      #expect(isTaken)
    }
    #expect(memory.staleUntil == Moment(seconds: 0))
    let isTakenAgain = memory.take(Array("1".utf8), issued: Moment(seconds: 1), count: 1)
    #expect(!isTakenAgain)
  }
}
