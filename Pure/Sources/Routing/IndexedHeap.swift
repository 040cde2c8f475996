/// A binary heap of numbers by key, from which any member can be taken: each member's place is known.
struct IndexedHeap<Key: Comparable & Sendable>: Sendable {
  private struct Entry: Sendable {
    let key: Key
    let member: UInt32
  }

  private var entries: [Entry] = []
  private var places: [UInt32: Int] = [:]

  var isEmpty: Bool { entries.isEmpty }
  var count: Int { entries.count }
  var first: (key: Key, member: UInt32)? { entries.first.map { ($0.key, $0.member) } }

  mutating func insert(_ member: UInt32, key: Key) {
    remove(member)
    entries.append(Entry(key: key, member: member))
    places[member] = entries.count - 1
    rise(from: entries.count - 1)
  }

  mutating func remove(_ member: UInt32) {
    guard let place = places.removeValue(forKey: member) else { return }
    let last = entries.removeLast()
    guard place < entries.count else { return }
    entries[place] = last
    places[last.member] = place
    rise(from: place)
    sink(from: place)
  }

  /// The first member in order that is admitted, at most `lookedAtMax` of them looked at.
  func first(lookingAt lookedAtMax: Int, where isAdmitted: (UInt32) -> Bool) -> (key: Key, member: UInt32)? {
    guard let head = entries.first else { return nil }
    if isAdmitted(head.member) { return (head.key, head.member) }
    var frontier = [1, 2].filter { $0 < entries.count }
    for _ in 1..<lookedAtMax {
      guard let best = frontier.min(by: { entries[$0].key < entries[$1].key }) else { return nil }
      if isAdmitted(entries[best].member) { return (entries[best].key, entries[best].member) }
      frontier.removeAll { $0 == best }
      frontier += [2 * best + 1, 2 * best + 2].filter { $0 < entries.count }
    }
    return nil
  }

  private mutating func rise(from start: Int) {
    var child = start
    while child > 0, entries[child].key < entries[(child - 1) / 2].key {
      exchange(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  private mutating func sink(from start: Int) {
    var parent = start
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < entries.count && entries[child].key < entries[least].key {
        least = child
      }
      guard least != parent else { return }
      exchange(parent, least)
      parent = least
    }
  }

  private mutating func exchange(_ left: Int, _ right: Int) {
    entries.swapAt(left, right)
    places[entries[left].member] = left
    places[entries[right].member] = right
  }
}

/// The order of contacts that wait: priority, then age, then number.
struct WaitingKey: Comparable, Sendable {
  let priority: Int
  let since: Int64
  let number: UInt32

  static func < (left: Self, right: Self) -> Bool {
    (left.priority, left.since, left.number) < (right.priority, right.since, right.number)
  }
}

/// The order of free agents: longest idle first, then number.
struct IdleKey: Comparable, Sendable {
  let since: Int64
  let number: UInt32

  static func < (left: Self, right: Self) -> Bool { (left.since, left.number) < (right.since, right.number) }
}
