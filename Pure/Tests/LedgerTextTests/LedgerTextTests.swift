import LedgerText
import Testing

/// The note of golang.org/x/mod/sumdb/note's documentation, and the checkpoint of C2SP tlog-checkpoint's.
private enum Published {
  static let note =
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n"
    + "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
  static let key = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
  static let checkpoint =
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
    + "— example.com/behind-the-sofa "
    + "Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
  static let hash = "gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ="
}

@Suite struct SignedNoteTests {
  @Test(arguments: [Published.note, Published.checkpoint]) func readsWhatOthersWrote(_ text: String) throws {
    let note = try SignedNote(Array(text.utf8))
    #expect(note.bytes == Array(text.utf8))
    #expect(note.signatures.count == 1)
    #expect(note.signatures[0].bytes.count == 64)
  }

  @Test func ofTwoBlankLinesTheLastDivides() throws {
    let text = "a\n\nb\n\n" + "\u{2014} k AAAAAAA=\n"
    #expect(try SignedNote(Array(text.utf8)).text == Array("a\n\nb\n".utf8))
  }

  @Test(arguments: [
    "", "\n", "\n\n", "a\n", "a\n\n", "a\n\n\u{2014} k AAAAAAA=", "a\n\n- k AAAAAAA=\n", "a\n\n\u{2014} k AAAAAA==\n",
    "a\n\n\u{2014} k AAAAAAB=\n", "a\n\n\u{2014}  AAAAAAA=\n", "a\n\n\u{2014} k+k AAAAAAA=\n",
    "a\n\n\u{2014} k\u{A0}k AAAAAAA=\n",
    "a\n\n\u{2014} k AAAAAAA= \n", "a\n\n\u{2014} k AAAAAAA=\n\n", "a\tb\n\n\u{2014} k AAAAAAA=\n",
    "a\r\n\r\n\u{2014} k AAAAAAA=\n",
    "a\n\n\u{2014} k AAAAAAA=\nextra\n",
  ]) func refusesWhatIsNone(_ text: String) {
    #expect(throws: LedgerTextProblem.self) { try SignedNote(Array(text.utf8)) }
  }

  @Test func refusesBytesThatAreNotUTF8() {
    #expect(throws: LedgerTextProblem.self) { try SignedNote([0xFF] + Array(Published.note.utf8)) }
  }

  @Test func isBounded() throws {
    let line = "\u{2014} k AAAAAAA=\n"
    let most = Array(("a\n\n" + String(repeating: line, count: LedgerBounds.signaturesMax)).utf8)
    #expect(try SignedNote(most).signatures.count == LedgerBounds.signaturesMax)
    #expect(throws: LedgerTextProblem.self) { try SignedNote(most + Array(line.utf8)) }
    let long = Array((String(repeating: "a", count: LedgerBounds.noteBytesMax) + "\n\n" + line).utf8)
    #expect(throws: LedgerTextProblem.self) { try SignedNote(long) }
  }
}

@Suite struct CheckpointTests {
  @Test func readsWhatOthersWrote() throws {
    let checkpoint = try Checkpoint(noteText: try SignedNote(Array(Published.checkpoint.utf8)).text)
    #expect(checkpoint.origin == "example.com/behind-the-sofa")
    #expect(checkpoint.size == 20_852_163)
    #expect(Base64.encoded(checkpoint.root) == "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=")
  }

  @Test(arguments: [
    "", "a\n1\n", "a\n01\nH\n", "a\n-1\nH\n", "a\n+1\nH\n", "a\n\nH\n", "\n1\nH\n", "a\n1\nH", "a\n1\nH\nmore\n", "a\n1\nH\n\n",
    "a\n9223372036854775808\nH\n", "a\n1 \nH\n", "a\n1\nAAAA\n",
  ]) func refusesWhatIsNone(_ text: String) {
    let whole = text.replacing("H", with: Published.hash)
    #expect(throws: LedgerTextProblem.self) { try Checkpoint(noteText: Array(whole.utf8)) }
  }

  @Test func takesTheLargestSize() throws {
    #expect(try Checkpoint(noteText: Array("a\n\(Int.max)\n\(Published.hash)\n".utf8)).size == Int.max)
  }
}

@Suite struct VerifierKeyTextTests {
  @Test func readsWhatOthersWrote() throws {
    let key = try VerifierKeyText(Published.key)
    #expect(key.name == "PeterNeumann")
    #expect(key.keyID == [0xC7, 0x4F, 0x20, 0xA3])
    #expect(key.text == Published.key)
  }

  @Test(arguments: [
    "", "a", "a+b", "a+c74f20a3+", "+c74f20a3+K", "a+C74F20A3+K", "a+c74f20a+K", "a b+c74f20a3+K", "a+c74f20a3+K=",
    "a+c74f20a3+K\n",
    "a++74f20a3+K",
  ]) func refusesWhatIsNone(_ text: String) {
    let whole = text.replacing("K", with: "ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
    #expect(throws: LedgerTextProblem.self) { try VerifierKeyText(whole) }
  }

  @Test func refusesKeysOfAnotherType() {
    #expect(throws: LedgerTextProblem.self) {
      try VerifierKeyText("a+c74f20a3+" + Base64.encoded([2] + [UInt8](repeating: 7, count: 32)))
    }
  }
}

@Suite struct ProofTextTests {
  private func text(_ hashes: Int, head: String = "c2sp.org/tlog-proof@v1", index: String = "index 73894") -> [UInt8] {
    let lines = [head, index] + Array(repeating: Published.hash, count: hashes) + ["", Published.checkpoint]
    return Array(lines.joined(separator: "\n").utf8)
  }

  @Test(arguments: [0, 1, 5, LedgerBounds.proofHashesMax]) func readsWhatItWrites(_ hashes: Int) throws {
    let proof = try ProofText(text(hashes))
    #expect(proof.index == 73_894 && proof.hashes.count == hashes)
    #expect(proof.bytes == text(hashes))
  }

  @Test func refusesWhatIsNone() {
    let wrong = [
      text(LedgerBounds.proofHashesMax + 1), text(1, head: "c2sp.org/tlog-proof@v2"), text(1, index: "index 01"),
      text(1, index: "index"), text(1, index: "index 1 "), text(1, index: "extra AAAA\nindex 1"), Array(text(1).dropLast(200)),
      [],
      Array("c2sp.org/tlog-proof@v1\nindex 1\n\n".utf8), Array("c2sp.org/tlog-proof@v1\nindex 1\nAAAA\n\n".utf8) + text(0),
    ]
    for bytes in wrong { #expect(throws: LedgerTextProblem.self) { try ProofText(bytes) } }
  }
}

@Suite struct Base64Tests {
  /// RFC 4648 section 10.
  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
  ]) func published(_ plain: String, _ coded: String) {
    #expect(Base64.encoded(Array(plain.utf8)) == coded)
    #expect(Base64.decoded(Array(coded.utf8)) == Array(plain.utf8))
  }

  @Test(arguments: ["Zg", "Zg=", "Zh==", "Zm9=", "Z===", "====", "Zm9v\n", "Zm-v", "=Zg="]) func oneFormAlone(_ text: String) {
    #expect(Base64.decoded(Array(text.utf8)) == nil)
  }
}
