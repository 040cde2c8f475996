import Vocabulary

/// Randomness of the system.
struct KernelEntropy: Entropy, Sendable {
  mutating func next() -> UInt64 {
    var generator = SystemRandomNumberGenerator()
    return generator.next()
  }
}
