import RequestSigning
import SignedRequest
import Testing
import Vocabulary

@Suite struct ReplayGuardTests {
  private func verified(expires: Int, marked mark: Int = 0, at now: Moment = Fixture.now) throws -> VerifiedSignature {
    let request = Fixture.request(method: "PUT", query: "mark=\(mark)", headers: [("host", "localhost")])
    let presigned = try Fixture.signer().presign(request, at: now, expiresSeconds: expires)
    return try Fixture.verifier().verify(presigned, at: now) { _ in Fixture.secret }
  }

  private func reason(
    _ replays: inout ReplayGuard, _ verified: VerifiedSignature, mutating: Bool = true, at seconds: Int64 = 0
  ) -> SignatureProblem.Reason? {
    do {
      try replays.admit(verified, isMutating: mutating, at: Fixture.now.adding(seconds: seconds))
      return nil
    } catch { return error.reason }
  }

  @Test func secondUse() throws {
    var replays = ReplayGuard(countMax: 4, countMaxOfOne: 4, scope: .mutating)
    let one = try verified(expires: 60)
    #expect(reason(&replays, one) == nil)
    #expect(reason(&replays, one) == .replayed)
    #expect(reason(&replays, one, at: 60) == .replayed)
    #expect(reason(&replays, one, at: 61) == .expired)
    #expect(replays.count == 0)
    #expect(reason(&replays, one, at: 0) == .expired, "a clock set back must not revive it")
  }

  @Test func reads() throws {
    var lenient = ReplayGuard(countMax: 4, countMaxOfOne: 4, scope: .mutating)
    var strict = ReplayGuard(countMax: 4, countMaxOfOne: 4, scope: .all)
    let one = try verified(expires: 60)
    for _ in 0..<3 { #expect(reason(&lenient, one, mutating: false) == nil) }
    #expect(reason(&strict, one, mutating: false) == nil)
    #expect(reason(&strict, one, mutating: false) == .replayed)
  }

  @Test func headerFormIsNotRemembered() throws {
    var replays = ReplayGuard(countMax: 1, countMaxOfOne: 1, scope: .all)
    let signed = try Fixture.signer().sign(Fixture.request(), at: Fixture.now, payload: .implied)
    let one = try Fixture.verifier().verify(signed, at: Fixture.now) { _ in Fixture.secret }
    for _ in 0..<3 { #expect(reason(&replays, one) == nil) }
    #expect(replays.count == 0)
  }

  @Test func nobodyTakesTheRoomOfOthers() throws {
    var replays = ReplayGuard(countMax: 9, countMaxOfOne: 2, scope: .mutating)
    for mark in 0..<2 { #expect(reason(&replays, try verified(expires: 60 + 40 * mark, marked: mark)) == nil) }
    #expect(reason(&replays, try verified(expires: 60, marked: 2)) == .replayGuardFull)
    #expect(replays.count == 2)
    // What has expired makes room.
    #expect(reason(&replays, try verified(expires: 100, marked: 3), at: 61) == nil)
    #expect(reason(&replays, try verified(expires: 100, marked: 4), at: 61) == .replayGuardFull)
  }

  @Test func fullRefuses() throws {
    var replays = ReplayGuard(countMax: 3, countMaxOfOne: 3, scope: .mutating)
    for (mark, expires) in [300, 100, 200].enumerated() {
      #expect(reason(&replays, try verified(expires: expires, marked: mark)) == nil)
    }
    let late = try verified(expires: 400, marked: 9)
    #expect(reason(&replays, late, at: 100) == .replayGuardFull)
    #expect(reason(&replays, late, at: 101) == nil)
    #expect(replays.count == 3)
    #expect(reason(&replays, try verified(expires: 300, marked: 0), at: 101) == .replayed)
  }

  /// Against a list that is searched and never cleared.
  @Test func agreesWithANaiveGuard() throws {
    var entropy = SeededEntropy(seed: 7)
    var replays = ReplayGuard(countMax: 1_000, countMaxOfOne: 1_000, scope: .mutating)
    let pool = try (0..<200).map { try verified(expires: 1 + ($0 * 37) % 400, marked: $0) }
    var used: Set<[UInt8]> = []
    for second in 0..<2_000 {
      let one = pool[Int(entropy.next() % 200)]
      let at = Int64(second / 4)
      let isLive = try Fixture.now.adding(seconds: at) <= #require(one.expiresAt)
      let expected: SignatureProblem.Reason? = !isLive ? .expired : used.insert(one.signature).inserted ? nil : .replayed
      #expect(reason(&replays, one, at: at) == expected)
    }
  }
}
