import ConnectAPI
import Link
import ResourceStore
import Vocabulary

/// The switch's side of the pool: the keep's numbers as records, beside which their claims stand: a claim is one transaction.
struct NumberPool: Sendable {
  let store: any ConfigurationStore
  let account: String
  let now: @Sendable () -> Moment

  /// Makes the records equal to the keep's numbers. One that is claimed and no longer among them stays until it is released.
  func reconcile(_ numbers: [PooledNumber]) async throws {
    let now = now()
    let (wanted, account) = (Dictionary(numbers.map { ($0.number, $0) }, uniquingKeysWith: { $1 }), account)
    let isSame = try await store.read { reader in
      try Self.entries(reader, account).allSatisfy { wanted[$0.record.id] == $0.number && !$0.isRemoved }
        && reader.count(.pooledNumber, in: account) == wanted.count
    }
    guard !isSame else { return }
    try await store.write { writer in
      let known = try Self.entries(writer, account)
      for var entry in known {
        if let number = wanted[entry.record.id] {
          guard number != entry.number || entry.isRemoved else { continue }
          entry.number = number
          entry.isRemoved = false
          try entry.save(writer)
        } else if try entry.isClaimed(writer) {
          entry.isRemoved = true
          try entry.save(writer)
        } else {
          try entry.delete(writer)
        }
      }
      let ids = Set(known.map(\.record.id))
      for number in numbers where !ids.contains(number.number) { try PoolEntry(number, in: account, at: now).save(writer) }
    }
  }

  private static func entries(_ reader: any ResourceReader, _ account: String) throws -> [PoolEntry] {
    var (entries, after): ([PoolEntry], Int64?) = ([], nil)
    repeat {
      let page = try reader.page(.pooledNumber, in: account, after: after, limit: 1_000)
      entries += page.compactMap { PoolEntry($0) }
      after = page.last?.sequence
    } while after != nil
    return entries
  }
}
