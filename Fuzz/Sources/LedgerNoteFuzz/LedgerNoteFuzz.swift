import FuzzEntry
import LedgerText

@main struct Fuzz: Fuzzer {
  static func check(_ input: [UInt8]) {
    if let note = try? SignedNote(input) {
      mustHold(note.bytes == input, "a note has one form")
      mustHold(note.text.last == UInt8(ascii: "\n"), "a note's text is whole lines")
      if let checkpoint = try? Checkpoint(noteText: note.text) {
        mustHold(checkpoint.noteText == note.text, "a checkpoint has one form")
        mustHold(checkpoint.size >= 0 && checkpoint.root.count == 32, "a checkpoint states a tree")
      }
    }
    if let proof = try? ProofText(input) {
      mustHold(proof.bytes == input, "a proof has one form")
      mustHold(proof.hashes.count <= LedgerBounds.proofHashesMax && proof.index >= 0, "a proof is a path in a tree")
    }
    let text = String(decoding: input, as: UTF8.self)
    if let key = try? VerifierKeyText(text) { mustHold(key.text == text, "a verifier key has one form") }
  }
}
