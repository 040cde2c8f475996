import Link
import Protection

/// The keys of open contacts, in memory alone, and a stock of fresh ones so that a contact need not wait for the keep.
struct ContactKeyRing: Sendable {
  struct Held: Sendable {
    let id: String
    let key: ProtectionKey
  }

  private var stock: [Held] = []
  private var held: [String: Held] = [:]

  var stockCount: Int { stock.count }

  mutating func add(_ keys: [ContactKey]) { stock += keys.compactMap(Self.held) }

  /// The key of a contact, given now if it has none.
  /// - Returns: nil when there is none, and none in stock.
  mutating func key(of contactID: String) -> Held? {
    if let key = held[contactID] { return key }
    held[contactID] = stock.popLast()
    return held[contactID]
  }

  func existing(_ contactID: String) -> Held? { held[contactID] }
  mutating func hold(_ key: ContactKey, for contactID: String) { held[contactID] = Self.held(key) }
  mutating func forget(_ contactID: String) { held[contactID] = nil }

  private static func held(_ key: ContactKey) -> Held? { ProtectionKey(bytes: key.bytes).map { Held(id: key.id, key: $0) } }
}
