import Routing
import Vocabulary

/// What will be due, by time and then by the order of its setting. One that is no longer meant is found out when it fires.
struct DeadlineQueue: Sendable {
  enum Due: Sendable {
    case contact(String, Deadline.Purpose)
    case routing(TimerID)
  }
  struct Entry: Sendable {
    let at: Moment
    let order: UInt64
    let due: Due
    func precedes(_ other: Entry) -> Bool { (at, order) < (other.at, other.order) }
  }

  private var heap: [Entry] = []
  private var set: UInt64 = 0

  var next: Moment? { heap.first?.at }

  mutating func push(_ due: Due, at: Moment) {
    set += 1
    heap.append(Entry(at: at, order: set, due: due))
    var child = heap.count - 1
    while child > 0, heap[child].precedes(heap[(child - 1) / 2]) {
      heap.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  mutating func popDue(at now: Moment) -> Due? {
    guard let first = heap.first, first.at <= now else { return nil }
    heap.swapAt(0, heap.count - 1)
    heap.removeLast()
    sink()
    return first.due
  }

  private mutating func sink() {
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && heap[child].precedes(heap[least]) {
        least = child
      }
      guard least != parent else { return }
      heap.swapAt(parent, least)
      parent = least
    }
  }
}
