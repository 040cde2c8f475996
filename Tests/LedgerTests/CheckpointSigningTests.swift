import Ledger
import LedgerText
import Testing

@Suite struct CheckpointSigningTests {
  private let signer = CheckpointSigner.generated(name: "switchkeep/us-east-1/111122223333")

  /// The key pair and note of golang.org/x/mod/sumdb/note's documentation.
  @Test func publishedKey() throws {
    let seed = try #require(Base64.decoded(Array("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz".utf8)))
    let signer = try #require(CheckpointSigner(name: "PeterNeumann", seed: Array(seed.dropFirst())))
    #expect(signer.verifierKey.text == "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
    let text =
      "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n"
      + "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
    // The signature holds; what it signs is no checkpoint.
    #expect(throws: LedgerTextProblem.self) { try signer.verifierKey.open(try SignedNote(Array(text.utf8))) }
    let changed = text.replacing("answer", with: "Answer")
    #expect(throws: LedgerProblem.self) { try signer.verifierKey.open(try SignedNote(Array(changed.utf8))) }
  }

  /// The log and checkpoint of C2SP tlog-checkpoint's documentation have no published key; ours must read back.
  @Test func whatIsSignedOpens() throws {
    let note = try SignedNote(try signer.sign(size: 7, root: .ofNothing).bytes)
    let key = try VerifierKey(try VerifierKeyText(signer.verifierKey.text))
    #expect(try key.open(note) == Checkpoint(origin: key.name, size: 7, root: TreeHash.ofNothing.bytes))
    let again = try #require(CheckpointSigner(name: key.name, seed: signer.seed))
    #expect(again.verifierKey == key)
  }

  @Test func anyFlippedBitFails() throws {
    let bytes = try signer.sign(size: 7, root: .ofNothing).bytes
    for at in bytes.indices {
      for bit in 0..<8 {
        var changed = bytes
        changed[at] ^= 1 << UInt8(bit)
        #expect(throws: (any Error).self, "bit \(bit) of byte \(at)") { try signer.verifierKey.open(try SignedNote(changed)) }
      }
    }
  }

  @Test func anotherKeyIsRefused() throws {
    let other = CheckpointSigner.generated(name: signer.verifierKey.name)
    let note = try other.sign(size: 7, root: .ofNothing)
    #expect(code { try signer.verifierKey.open(note) } == .notSigned)
    let line = SignedNote.Signature(
      name: signer.verifierKey.name, keyID: try VerifierKeyText(signer.verifierKey.text).keyID, bytes: note.signatures[0].bytes)
    #expect(code { try signer.verifierKey.open(SignedNote(text: note.text, signatures: [line])) } == .badSignature)
  }

  /// A witness's signature does no harm; a false one in our name does, also beside a true one.
  @Test func otherSignaturesBeside() throws {
    let note = try signer.sign(size: 7, root: .ofNothing)
    let witness = SignedNote.Signature(name: "witness.example", keyID: [1, 2, 3, 4], bytes: [5])
    #expect(try signer.verifierKey.open(SignedNote(text: note.text, signatures: [witness] + note.signatures)).size == 7)
    let own = note.signatures[0]
    let wrong = SignedNote.Signature(name: own.name, keyID: own.keyID, bytes: own.bytes.reversed())
    #expect(code { try signer.verifierKey.open(SignedNote(text: note.text, signatures: [own, wrong])) } == .badSignature)
  }

  @Test func aKeyUnderAnotherNameIsRefused() throws {
    let text = signer.verifierKey.text.replacing("us-east-1", with: "us-east-2")
    #expect(code { _ = try VerifierKey(try VerifierKeyText(text)) } == .badKey)
  }

  @Test func theSecretDoesNotPrint() {
    let hidden = Base64.encoded(signer.seed)
    #expect(!"\(signer)".contains(hidden) && !String(reflecting: signer).contains(hidden))
    #expect(Mirror(reflecting: signer).children.isEmpty)
  }

  private func code<Value>(_ body: () throws -> Value) -> LedgerProblem.Code? {
    do {
      _ = try body()
      return nil
    } catch { return (error as? LedgerProblem)?.code }
  }
}
