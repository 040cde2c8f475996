import FuzzEntry
import Vocabulary

/// Breaks on purpose, for an input that only guided search finds: a sum that overflows, which is how parsers break in release.
/// `run.sh` fails unless this fuzzer fails.
@main struct Fuzz: Fuzzer {
  static func check(_ input: [UInt8]) {
    guard let value = try? JSON.parse(input), let number = value.array?.first?.int else { return }
    let sum = number.magnitude > 99 ? Int8(number % 100) + Int8(100) : 0
    mustHold(sum >= -100, "a sum of bounded numbers is bounded")
  }
}
