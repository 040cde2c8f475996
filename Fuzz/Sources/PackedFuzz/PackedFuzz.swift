import FuzzEntry
import Vocabulary

@main struct Fuzz: Fuzzer {
  struct Inner: Codable, Hashable {
    var flag: Bool
    var lists: [[Int?]]
  }
  struct Sample: Codable, Hashable {
    var flag: Bool
    var list: [Int]
    var text: String?
    var map: [String: [String]]
    var json: JSON?
    var bytes: [UInt8]
    var at: Moment?
    var inner: [Inner]
  }

  static func check(_ input: [UInt8]) {
    guard let value = try? Packed.value(Sample.self, from: input) else { return }
    guard let again = try? Packed.bytes(of: value) else { return mustHold(false, "what was read can be written") }
    mustHold((try? Packed.value(Sample.self, from: again)) == value, "what was written is read as it was")
  }
}
