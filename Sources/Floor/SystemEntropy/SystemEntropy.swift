import Glibc
import Synchronization
public import Vocabulary

/// Randomness of the kernel's, asked for many words at a time: a call alone takes 80 of them, for identifiers, branches and tags.
/// All copies draw from one pool, so that none repeats another's.
public struct SystemEntropy: Entropy, Sendable {
  private static let pool = Mutex(EntropyPool())

  public init() {}

  public mutating func next() -> UInt64 { Self.pool.withLock { $0.next() } }
}

private struct EntropyPool {
  /// 256 bytes, of which `getentropy` gives no more at once.
  private var words = InlineArray<32, UInt64>(repeating: 0)
  private var left = 0

  mutating func next() -> UInt64 {
    if left == 0 { fill() }
    left -= 1
    // What was handed out is nowhere else.
    defer { words[left] = 0 }
    return words[left]
  }

  private mutating func fill() {
    var span = words.mutableSpan
    let failed = unsafe span.withUnsafeMutableBytes { unsafe getentropy($0.baseAddress, $0.count) }
    precondition(failed == 0, "the kernel has no randomness")
    left = words.count
  }
}
