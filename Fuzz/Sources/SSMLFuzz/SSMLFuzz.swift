import FuzzEntry
import Media

/// Input: a text that may be SSML, with what callers and systems outside gave for attributes.
@main struct Fuzz: Fuzzer {
  static func check(_ input: [UInt8]) {
    let parts = SSML.parts(of: String(decoding: input, as: UTF8.self))
    var spoken = 0
    for part in parts {
      switch part {
      case .pause(let milliseconds):
        mustHold((1...SSML.pauseMillisecondsMax).contains(milliseconds), "a pause has a length, and is bounded")
      case .text(let text, let ratePercent):
        mustHold((20...200).contains(ratePercent), "the rate is bounded")
        mustHold(text.contains { !$0.isWhitespace }, "what is spoken is something")
        spoken += text.utf8.count
      }
    }
    // Each character that is spelt out has a space behind it; a byte that is no UTF-8 becomes three.
    mustHold(spoken <= 4 * SSML.bytesMax, "no more is spoken than was written")
  }
}
