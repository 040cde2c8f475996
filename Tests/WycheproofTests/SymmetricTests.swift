import Crypto
import Foundation
import Testing

@Suite("wycheproof, symmetric", .enabled(if: WycheproofFolder.isPresent, WycheproofFolder.isAbsent))
struct SymmetricTests {
  struct AEADGroup: Decodable, Sendable {
    struct Case: Decodable, Sendable {
      let tcId: Int
      let key, iv, aad, msg, ct, tag: Hex
      let result: Verdict
    }
    let ivSize, tagSize: Int
    let tests: [Case]
  }

  /// Nonces of 96 bits, as every use of ours has them; the vectors with others are counted, and left out.
  @Test func `AES-GCM`() throws {
    let file = try Wycheproof<AEADGroup>.load("aes_gcm_test.json")
    var tally = Tally()
    var others = 0
    for group in file.testGroups {
      guard group.ivSize == 96, group.tagSize == 128 else {
        others += group.tests.count
        continue
      }
      for test in group.tests {
        let key = SymmetricKey(data: test.key.bytes)
        let nonce = try AES.GCM.Nonce(data: test.iv.bytes)
        let box = try? AES.GCM.SealedBox(nonce: nonce, ciphertext: test.ct.bytes, tag: test.tag.bytes)
        let opened = box.flatMap { try? AES.GCM.open($0, using: key, authenticating: test.aad.bytes) }
        tally.note(test.result, accepted: opened.map(Array.init) == test.msg.bytes, test.tcId, "AES-GCM")
        guard test.result == .valid else { continue }
        let sealed = try AES.GCM.seal(test.msg.bytes, using: key, nonce: nonce, authenticating: test.aad.bytes)
        #expect(Array(sealed.ciphertext) == test.ct.bytes && Array(sealed.tag) == test.tag.bytes, "AES-GCM \(test.tcId)")
      }
    }
    print("AES-GCM: \(tally.valid) valid, \(tally.invalid) invalid, \(others) with other nonces skipped")
    #expect(tally.valid > 100 && tally.invalid > 50)
  }

  struct HKDFGroup: Decodable, Sendable {
    struct Case: Decodable, Sendable {
      let tcId, size: Int
      let ikm, salt, info, okm: Hex
      let result: Verdict
    }
    let tests: [Case]
  }

  /// A length over 255 digests, the one thing that makes a vector invalid, is a programmer's error of the library: no use of ours
  /// has a length from outside.
  private func hkdf<H: HashFunction>(_ hash: H.Type, _ name: String) throws {
    var tally = Tally()
    for test in try Wycheproof<HKDFGroup>.load(name).testGroups.flatMap(\.tests) where test.size <= 255 * H.Digest.byteCount {
      let key = HKDF<H>.deriveKey(
        inputKeyMaterial: SymmetricKey(data: test.ikm.bytes), salt: test.salt.bytes, info: test.info.bytes,
        outputByteCount: test.size)
      tally.note(test.result, accepted: key.withUnsafeBytes { Array($0) } == test.okm.bytes, test.tcId, name)
    }
    #expect(tally.valid > 50)
  }

  @Test func `HKDF-SHA-256`() throws { try hkdf(SHA256.self, "hkdf_sha256_test.json") }
  @Test func `HKDF-SHA-512`() throws { try hkdf(SHA512.self, "hkdf_sha512_test.json") }

  struct MACGroup: Decodable, Sendable {
    struct Case: Decodable, Sendable {
      let tcId: Int
      let key, msg, tag: Hex
      let result: Verdict
    }
    let tagSize: Int
    let tests: [Case]
  }

  @Test func `HMAC-SHA-256`() throws {
    var tally = Tally()
    for group in try Wycheproof<MACGroup>.load("hmac_sha256_test.json").testGroups {
      for test in group.tests {
        let code = HMAC<SHA256>.authenticationCode(for: test.msg.bytes, using: SymmetricKey(data: test.key.bytes))
        tally.note(test.result, accepted: Array(code).prefix(group.tagSize / 8) == test.tag.bytes[...], test.tcId, "HMAC")
      }
    }
    #expect(tally.valid > 50 && tally.invalid > 50)
  }
}
