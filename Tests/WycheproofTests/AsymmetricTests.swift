import Crypto
import CryptoExtras
import Foundation
import Testing

@Suite("wycheproof, asymmetric", .enabled(if: WycheproofFolder.isPresent, WycheproofFolder.isAbsent))
struct AsymmetricTests {
  struct OAEPGroup: Decodable, Sendable {
    struct Case: Decodable, Sendable {
      let tcId: Int
      let msg, ct, label: Hex
      let result: Verdict
    }
    let privateKeyPkcs8: Hex
    let tests: [Case]
  }

  /// Labels are not used: the vectors that have one must not open without it.
  @Test(arguments: ["rsa_oaep_2048_sha256_mgf1sha256_test.json", "rsa_oaep_4096_sha256_mgf1sha256_test.json"])
  func `RSA-OAEP with SHA-256`(name: String) throws {
    var tally = Tally()
    for group in try Wycheproof<OAEPGroup>.load(name).testGroups {
      let key = try _RSA.Encryption.PrivateKey(derRepresentation: group.privateKeyPkcs8.bytes)
      for test in group.tests {
        let opened = try? key.decrypt(test.ct.bytes, padding: .PKCS1_OAEP_SHA256)
        let verdict = test.label.bytes.isEmpty ? test.result : .invalid
        tally.note(verdict, accepted: opened.map(Array.init) == test.msg.bytes, test.tcId, name)
      }
    }
    #expect(tally.valid > 5 && tally.invalid > 10)
  }

  struct Ed25519Group: Decodable, Sendable {
    struct Key: Decodable, Sendable { let pk: Hex }
    struct Case: Decodable, Sendable {
      let tcId: Int
      let msg, sig: Hex
      let result: Verdict
    }
    let publicKey: Key
    let tests: [Case]
  }

  @Test func `Ed25519`() throws {
    var tally = Tally()
    for group in try Wycheproof<Ed25519Group>.load("ed25519_test.json").testGroups {
      let key = try Curve25519.Signing.PublicKey(rawRepresentation: group.publicKey.pk.bytes)
      for test in group.tests {
        tally.note(test.result, accepted: key.isValidSignature(test.sig.bytes, for: test.msg.bytes), test.tcId, "Ed25519")
      }
    }
    #expect(tally.valid > 50 && tally.invalid > 30)
  }

  struct ECDSAGroup: Decodable, Sendable {
    struct Key: Decodable, Sendable { let uncompressed: Hex }
    struct Case: Decodable, Sendable {
      let tcId: Int
      let msg, sig: Hex
      let result: Verdict
    }
    let publicKey: Key
    let tests: [Case]
  }

  @Test func `ECDSA over P-256 with SHA-256`() throws {
    var tally = Tally()
    for group in try Wycheproof<ECDSAGroup>.load("ecdsa_secp256r1_sha256_test.json").testGroups {
      let key = try P256.Signing.PublicKey(x963Representation: group.publicKey.uncompressed.bytes)
      for test in group.tests {
        let signature = try? P256.Signing.ECDSASignature(derRepresentation: test.sig.bytes)
        let isValid = signature.map { key.isValidSignature($0, for: Data(test.msg.bytes)) } ?? false
        tally.note(test.result, accepted: isValid, test.tcId, "ECDSA")
      }
    }
    #expect(tally.valid > 100 && tally.invalid > 100)
  }

  struct RSAGroup: Decodable, Sendable {
    struct Case: Decodable, Sendable {
      let tcId: Int
      let msg, sig: Hex
      let result: Verdict
    }
    let publicKeyPem: String
    let tests: [Case]
  }

  @Test func `RSASSA-PKCS1-v1_5 with SHA-256`() throws {
    var tally = Tally()
    for group in try Wycheproof<RSAGroup>.load("rsa_signature_2048_sha256_test.json").testGroups {
      let key = try _RSA.Signing.PublicKey(pemRepresentation: group.publicKeyPem)
      for test in group.tests {
        let signature = _RSA.Signing.RSASignature(rawRepresentation: test.sig.bytes)
        let isValid = key.isValidSignature(signature, for: Data(test.msg.bytes), padding: .insecurePKCS1v1_5)
        tally.note(test.result, accepted: isValid, test.tcId, "RSASSA")
      }
    }
    #expect(tally.invalid > 100)
  }
}
