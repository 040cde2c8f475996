import RequestSigning
import SignedRequest
import Testing
import Vocabulary

@Suite struct HeaderAttackTests {
  private func signed(payload: Signer.Payload = .implied) throws -> WireRequest {
    try Fixture.signer().sign(Fixture.request(), at: Fixture.now, payload: payload)
  }

  @Test func theControlIsAccepted() throws {
    #expect(Fixture.reason(try signed()) == nil)
    #expect(Fixture.reason(try signed(payload: .stated)) == nil)
  }

  @Test func wrongKeys() throws {
    let other = Fixture.signer(secret: SigningSecret("other"))
    #expect(Fixture.reason(try other.sign(Fixture.request(), at: Fixture.now, payload: .implied)) == .mismatch)
    let unknown = Fixture.signer(key: "AKIAUNKNOWN")
    #expect(Fixture.reason(try unknown.sign(Fixture.request(), at: Fixture.now, payload: .implied)) == .unknownAccessKey)
    // The key that unknown access keys are checked against is right for nobody.
    let zero = try signed().changed(header: "authorization") { $0.replacing("AKIAEXAMPLE", with: "AKIAUNKNOWN") }
    #expect(Fixture.reason(zero) == .unknownAccessKey)
  }

  @Test(arguments: [("us-east-1", "connect"), ("eu-west-1", "iam")])
  func otherScope(region: String, service: String) throws {
    let signer = Fixture.signer(region: region, service: service)
    #expect(Fixture.reason(try signer.sign(Fixture.request(), at: Fixture.now, payload: .implied)) == .wrongScope)
    // Moved to the right scope, the signature is of another key.
    let moved = try signer.sign(Fixture.request(), at: Fixture.now, payload: .implied).changed(header: "authorization") {
      $0.replacing("\(region)/\(service)", with: "eu-west-1/connect")
    }
    #expect(Fixture.reason(moved) == .mismatch)
  }

  @Test func everyPartIsCovered() throws {
    let good = try signed()
    #expect(Fixture.reason(good.changed(method: "POST")) == .mismatch)
    #expect(Fixture.reason(good.changed(path: "/queues/arn%3Aawt")) == .mismatch)
    #expect(Fixture.reason(good.changed(path: "/queues/arn:aws")) == .mismatch)
    #expect(Fixture.reason(good.changed(path: "/x/../queues/arn%3Aaws")) == .mismatch)
    #expect(Fixture.reason(good.changed(path: "//queues/arn%3Aaws")) == .mismatch)
    #expect(Fixture.reason(good.changed(query: "a=1&b=3")) == .mismatch)
    #expect(Fixture.reason(good.changed(query: "a=1&b=2&c")) == .mismatch)
    #expect(Fixture.reason(good.changed(query: "a=1")) == .mismatch)
    #expect(Fixture.reason(good.changed(body: Array(#"{"Name":"R"}"#.utf8))) == .mismatch)
    #expect(Fixture.reason(good.changed(body: [])) == .mismatch)
    for name in ["host", "content-type", "x-amz-extra"] {
      #expect(Fixture.reason(good.changed(header: name) { $0 + "1" }) == .mismatch, "\(name)")
      #expect(Fixture.reason(good.changed(headers: { $0.filter { $0.name != name } })) == .unsignedHeader, "\(name)")
    }
    #expect(Fixture.reason(good.changed(header: "x-amz-date") { $0.replacing("05Z", with: "06Z") }) == .mismatch)
    #expect(Fixture.reason(good.changed(header: "x-amz-date") { $0.replacing("0102T", with: "0103T") }) == .wrongScope)
  }

  @Test func eachDigitOfTheSignatureCounts() throws {
    let good = try signed()
    for place in 1...64 {
      let bad = good.changed(header: "authorization") { value in
        var bytes = Array(value.utf8)
        bytes[bytes.count - place] = bytes[bytes.count - place] == 0x30 ? 0x31 : 0x30
        return String(decoding: bytes, as: UTF8.self)
      }
      #expect(Fixture.reason(bad) == .mismatch)
    }
  }

  /// Order is no part of what is signed, where it has no meaning.
  @Test func orderWithoutMeaning() throws {
    let good = try signed()
    #expect(Fixture.reason(good.changed(headers: { $0.reversed() })) == nil)
    #expect(Fixture.reason(good.changed(query: "b=2&a=1")) == nil)
  }

  @Test func repeatedHeaders() throws {
    let headers = [("host", "localhost"), ("x-amz-meta", "1"), ("x-amz-meta", "2")]
    let good = try Fixture.signer().sign(Fixture.request(headers: headers), at: Fixture.now, payload: .implied)
    #expect(Fixture.reason(good) == nil)
    #expect(Fixture.reason(good.changed(headers: { $0.reversed() })) == .mismatch)
    for name in ["host", "x-amz-meta"] {
      let added = good.changed(headers: { $0 + [WireRequest.Header(name: name, value: "3")] })
      #expect(Fixture.reason(added) == .mismatch, "\(name)")
    }
  }

  @Test func addedHeaders() throws {
    let good = try signed()
    let target = good.changed(headers: { $0 + [WireRequest.Header(name: "x-amz-target", value: "Delete")] })
    #expect(Fixture.reason(target) == .unsignedHeader)
    let token = good.changed(headers: { $0 + [WireRequest.Header(name: "x-amz-security-token", value: "stolen")] })
    #expect(Fixture.reason(token) == .unsignedHeader)
    let proxy = good.changed(headers: { $0 + [WireRequest.Header(name: "x-forwarded-for", value: "127.0.0.2")] })
    #expect(Fixture.reason(proxy) == nil)
    let presigned = good.changed(query: "a=1&b=2&X-Amz-Signature=00")
    #expect(Fixture.reason(presigned) == .incomplete)
  }

  @Test func statedBody() throws {
    let good = try signed(payload: .stated)
    #expect(Fixture.reason(good.changed(body: [])) == .payloadMismatch)
    #expect(Fixture.reason(good.changed(header: "x-amz-content-sha256") { _ in "UNSIGNED-PAYLOAD" }) == .payloadRefused)
    let unsigned = try signed(payload: .unsigned)
    #expect(Fixture.reason(unsigned) == .payloadRefused)
    let taken = Fixture.verifier(payloads: .unsigned)
    #expect(Fixture.reason(unsigned.changed(body: []), by: taken) == nil)
    let switched = good.changed(header: "x-amz-content-sha256") { _ in "UNSIGNED-PAYLOAD" }
    #expect(Fixture.reason(switched, by: taken) == .mismatch)
  }

  @Test func clockSkew() throws {
    let good = try signed()
    #expect(Fixture.reason(good, at: Fixture.now.adding(seconds: 300)) == nil)
    #expect(Fixture.reason(good, at: Fixture.now.adding(seconds: -300)) == nil)
    let late = try #require(Fixture.problem(good, at: Fixture.now.adding(seconds: 301)))
    #expect(late.reason == .expired)
    #expect(
      late.message == "Signature expired: 20260102T030405Z is now earlier than 20260102T030406Z (20260102T030906Z - 5 min.)")
    let early = try #require(Fixture.problem(good, at: Fixture.now.adding(seconds: -301)))
    #expect(early.reason == .notYetCurrent)
    #expect(
      early.message
        == "Signature not yet current: 20260102T030405Z is still later than 20260102T030404Z (20260102T025904Z + 5 min.)")
  }

  @Test func unsigned() { #expect(Fixture.reason(Fixture.request()) == .missing) }

  @Test func sessionTokenIsCovered() throws {
    let good = try Fixture.signer(token: "token").sign(Fixture.request(), at: Fixture.now, payload: .implied)
    #expect(Fixture.reason(good) == nil)
    #expect(Fixture.reason(good.changed(header: "x-amz-security-token") { _ in "other" }) == .mismatch)
    #expect(Fixture.reason(good.changed(headers: { $0.filter { $0.name != "x-amz-security-token" } })) == .unsignedHeader)
  }

  /// Any byte is refused or accepted, and nothing else happens. It is accepted only where white space has no meaning.
  @Test func mutations() throws {
    var entropy = SeededEntropy(seed: 2)
    let good = try signed(payload: .stated)
    let squeeze = { (text: String?) in text?.filter { !" \t\n\r\u{0B}\u{0C},".contains($0) } }
    for _ in 0..<20_000 {
      let bad = mutated(good, noise: entropy.next())
      guard bad != good, Fixture.reason(bad) == nil else { continue }
      #expect(bad.rawPath == good.rawPath && bad.rawQuery == good.rawQuery)
      #expect(bad.header("x-amz-date") == good.header("x-amz-date"))
      for name in ["authorization", "content-type"] { #expect(squeeze(bad.header(name)) == squeeze(good.header(name))) }
    }
  }

  private func mutated(_ good: WireRequest, noise: UInt64) -> WireRequest {
    func noisy(_ text: String) -> String {
      var bytes = Array(text.utf8)
      bytes[Int((noise >> 16) % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: noise >> 8)
      return String(decoding: bytes, as: UTF8.self)
    }
    return switch noise % 5 {
    case 0: good.changed(path: noisy(good.rawPath))
    case 1: good.changed(query: noisy(good.rawQuery))
    case 2: good.changed(header: "authorization", to: noisy)
    case 3: good.changed(header: "x-amz-date", to: noisy)
    default: good.changed(header: "content-type", to: noisy)
    }
  }
}

@Suite struct PresignAttackTests {
  private func signed(expires: Int = 600, body: String = "", rules: SigningRules = .standard) throws -> WireRequest {
    let request = Fixture.request(method: "GET", headers: [("host", "localhost")], body: body)
    return try Fixture.signer(rules: rules).presign(request, at: Fixture.now, expiresSeconds: expires)
  }

  @Test func life() throws {
    let good = try signed()
    #expect(Fixture.reason(good) == nil)
    #expect(Fixture.reason(good, at: Fixture.now.adding(seconds: 600)) == nil)
    #expect(Fixture.reason(good, at: Fixture.now.adding(seconds: 601)) == .expired)
    #expect(Fixture.reason(good, at: Fixture.now.adding(seconds: -301)) == .notYetCurrent)
    #expect(Fixture.reason(try signed(expires: 604_800), at: Fixture.now.adding(seconds: 604_800)) == nil)
    #expect(Fixture.reason(try signed(expires: 604_801)) == .incomplete)
    #expect(Fixture.reason(try signed(expires: 0)) == .incomplete)
  }

  @Test func everyPartIsCovered() throws {
    let good = try signed()
    #expect(Fixture.reason(good.changed(query: good.rawQuery.replacing("Expires=600", with: "Expires=601"))) == .mismatch)
    #expect(Fixture.reason(good.changed(query: good.rawQuery.replacing("a=1", with: "a=2"))) == .mismatch)
    #expect(Fixture.reason(good.changed(query: good.rawQuery + "&c=1")) == .mismatch)
    #expect(Fixture.reason(good.changed(query: good.rawQuery + "&X-Amz-Security-Token=t")) == .mismatch)
    #expect(Fixture.reason(good.changed(query: good.rawQuery + "&X-Amz-Expires=9")) == .incomplete)
    #expect(Fixture.reason(good.changed(path: "/other")) == .mismatch)
    #expect(Fixture.reason(good.changed(method: "DELETE")) == .mismatch)
    #expect(Fixture.reason(good.changed(body: [1])) == .mismatch)
    #expect(Fixture.reason(good.changed(header: "host") { _ in "elsewhere" }) == .mismatch)
    let header = good.changed(headers: { $0 + [WireRequest.Header(name: "x-amz-acl", value: "public")] })
    #expect(Fixture.reason(header) == .unsignedHeader)
  }

  @Test func unsignedPayloadOfS3() throws {
    let good = try signed(rules: .s3)
    #expect(Fixture.reason(good, by: Fixture.verifier(rules: .s3)) == .payloadRefused)
    #expect(Fixture.reason(good.changed(body: [1]), by: Fixture.verifier(rules: .s3, payloads: .unsigned)) == nil)
  }
}
