import FuzzEntry
import SignedRequest

@main struct Fuzz: Fuzzer {
  static func check(_ input: [UInt8]) {
    let text = String(decoding: input, as: UTF8.self)
    guard let header = try? AuthorizationHeader(text) else { return }
    mustHold(header.signature.count == 32, "a signature has 32 bytes")
    mustHold((try? Credential(header.credential.text)) == header.credential, "a credential is written as it was read")
    mustHold(!header.credential.scope.contains("\n"), "a scope is one line of the string to sign")
    let sorted = Set(header.signedHeaders).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    mustHold(sorted == header.signedHeaders, "signed headers are sorted, each once")
  }
}
