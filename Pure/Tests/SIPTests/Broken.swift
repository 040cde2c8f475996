import Vocabulary

/// Breaks messages, the same ones for the same seed.
struct Broken {
  private var entropy: SeededEntropy
  init(seed: UInt64) { entropy = SeededEntropy(seed: seed) }

  mutating func broken(_ octets: [UInt8]) -> [UInt8] {
    var octets = octets
    for _ in 0...Int(entropy.next() % 4) where !octets.isEmpty {
      let at = Int(entropy.next() % UInt64(octets.count))
      switch entropy.next() % 4 {
      case 0: octets[at] = UInt8(truncatingIfNeeded: entropy.next())
      case 1: octets.remove(at: at)
      case 2: octets.insert(Array("\r\n ;,<>\"\\%:@?=".utf8).randomOne(&entropy), at: at)
      default: octets.removeSubrange(at..<min(octets.count, at + Int(entropy.next() % 40)))
      }
    }
    return octets
  }
}

extension [UInt8] {
  fileprivate func randomOne(_ entropy: inout SeededEntropy) -> UInt8 { self[Int(entropy.next() % UInt64(count))] }
}

enum Seeded {
  static func entropy(_ seed: UInt64) -> SeededEntropy { SeededEntropy(seed: seed) }
}
