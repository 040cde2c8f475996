package import Vocabulary

/// The nonces that were used, each with the counts that came of it, so that no request is taken twice.
///
/// A nonce that was forgotten makes all that were issued before it stale: what is not remembered cannot be replayed.
package struct NonceMemory: Sendable {
  private struct Use: Sendable {
    var highest: UInt32
    /// Bit n: the count that is n below the highest has come.
    var seen: UInt64
  }

  package static let noncesMax = 8_192
  /// Counts that may come late by this many.
  static let window: UInt32 = 64

  private var uses: [[UInt8]: Use] = [:]
  /// In the order of first use.
  private var order: [(nonce: [UInt8], issued: Moment)] = []
  private var head = 0
  package private(set) var staleUntil = Moment(microseconds: .min)

  package init() {}

  /// - Parameter count: nil for the older form, which uses a nonce once.
  /// - Returns: false for one that came before, or too late.
  package mutating func take(_ nonce: [UInt8], issued: Moment, count: UInt32?) -> Bool {
    guard let use = uses[nonce] else {
      remember(nonce, issued)
      uses[nonce] = Use(highest: count ?? UInt32.max, seen: count == nil ? UInt64.max : 1)
      return true
    }
    guard let count else { return false }
    return takeAgain(nonce, use, count)
  }

  private mutating func takeAgain(_ nonce: [UInt8], _ use: Use, _ count: UInt32) -> Bool {
    var use = use
    if count > use.highest {
      let ahead = count - use.highest
      use.seen = ahead < Self.window ? use.seen << UInt64(ahead) | 1 : 1
      use.highest = count
    } else {
      let behind = use.highest - count
      guard behind < Self.window, use.seen >> UInt64(behind) & 1 == 0 else { return false }
      use.seen |= 1 << UInt64(behind)
    }
    uses[nonce] = use
    return true
  }

  private mutating func remember(_ nonce: [UInt8], _ issued: Moment) {
    order.append((nonce, issued))
    guard order.count - head > Self.noncesMax else { return }
    uses[order[head].nonce] = nil
    staleUntil = max(staleUntil, order[head].issued)
    head += 1
    guard head == Self.noncesMax else { return }
    order.removeFirst(head)
    head = 0
  }
}
