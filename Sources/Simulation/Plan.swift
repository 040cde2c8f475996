import Vocabulary

/// What people will do, in the order of time and then of their deciding.
struct Plan {
  private struct Entry {
    let at: Moment
    let order: Int
    let action: Action
  }

  private var entries: [Entry] = []
  private var added = 0

  mutating func add(_ action: Action, after seconds: Int, from now: Moment) {
    added += 1
    let entry = Entry(at: now.adding(seconds: Int64(seconds)), order: added, action: action)
    // Sorted so that the last comes first: taking it is cheap.
    var (low, high) = (0, entries.count)
    while low < high {
      let middle = (low + high) / 2
      let other = entries[middle]
      if (other.at, other.order) > (entry.at, entry.order) { low = middle + 1 } else { high = middle }
    }
    entries.insert(entry, at: low)
  }

  var first: (action: Action, at: Moment)? { entries.last.map { ($0.action, $0.at) } }
  mutating func removeFirst() { entries.removeLast() }
}
