import FuzzEntry
import Vocabulary

@main struct Fuzz: Fuzzer {
  static func check(_ input: [UInt8]) {
    let text = String(decoding: input, as: UTF8.self)
    guard let arn = ARN(text) else { return }
    mustHold(arn.description.utf8.elementsEqual(text.utf8), "an ARN is written as it was read")
  }
}
