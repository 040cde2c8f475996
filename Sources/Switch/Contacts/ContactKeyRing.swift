import Link
import Protection

/// The keys of open contacts, in memory alone, and a stock of fresh ones so that a contact need not wait for the keep.
struct ContactKeyRing: Sendable {
  struct Held: Sendable {
    let id: String
    let key: ProtectionKey
    /// That of the contact's row.
    var number: Int64 = 0
  }

  private var stock: [Held] = []
  private var held: [String: Held] = [:]
  private var lastNumber: Int64 = 0

  var stockCount: Int { stock.count }

  mutating func add(_ keys: [ContactKey]) { stock += keys.compactMap(Self.held) }

  /// The key of a contact, given now if it has none.
  /// - Returns: nil when there is none, and none in stock.
  mutating func key(of contactID: String) -> Held? {
    if let key = held[contactID] { return key }
    guard let fresh = takeFresh() else { return nil }
    held[contactID] = fresh
    return fresh
  }

  /// One that is of no contact yet.
  mutating func takeFresh() -> Held? {
    guard var fresh = stock.popLast() else { return nil }
    lastNumber += 1
    fresh.number = lastNumber
    return fresh
  }

  mutating func give(_ key: Held, to contactID: String) { held[contactID] = key }

  func existing(_ contactID: String) -> Held? { held[contactID] }

  /// A key that was given before this program started; `number` is 0 for a contact of which there is no row any more.
  mutating func hold(_ key: ContactKey, for contactID: String, number: Int64) {
    guard var restored = Self.held(key) else { return }
    restored.number = number
    held[contactID] = restored
    lastNumber = max(lastNumber, number)
  }

  mutating func forget(_ contactID: String) { held[contactID] = nil }

  private static func held(_ key: ContactKey) -> Held? { ProtectionKey(bytes: key.bytes).map { Held(id: key.id, key: $0) } }
}
