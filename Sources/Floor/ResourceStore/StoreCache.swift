/// What was read of a configuration store, for as long as nothing changes in it.
public struct StoreCache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  private let most: Int
  private var generation: UInt64 = 0
  private var known: [Key: Value] = [:]

  /// - Parameter most: keys that are known at once; with one more, all are forgotten.
  public init(most: Int) { self.most = most }

  public func value(of key: Key, at generation: UInt64) -> Value? { generation == self.generation ? known[key] : nil }

  /// - Parameter generation: of the store before it was read; what is of an older one is not kept.
  public mutating func keep(_ value: Value, of key: Key, at generation: UInt64) {
    guard generation >= self.generation else { return }
    if generation > self.generation || known.count >= most { (self.generation, known) = (generation, [:]) }
    known[key] = value
  }
}
