import FuzzEntry
import Vocabulary

@main struct Fuzz: Fuzzer {
  static func check(_ input: [UInt8]) {
    let limits = JSON.Limits(textBytesMax: 4_096, depthMax: 32, valuesMax: 500)
    let parsed = try? JSON.parse(input, limits: limits)
    mustHold(JSON.isObject(input, limits: limits) == (parsed?.object != nil), "what is checked is what is parsed")
    guard let value = parsed else { return }
    mustHold((try? JSON.parse(value.bytes)) == value, "parsing what was written gives the value")
    mustHold((try? JSON.parse(value.canonicalBytes)) == value, "the canonical text says the same")
    mustHold((try? JSON.parse(value.canonicalBytes))?.canonicalBytes == value.canonicalBytes, "the canonical text is canonical")
  }
}
