import Routing
import Testing
import Vocabulary

/// Thousands in one queue, against a sorted list.
struct LongLineTests {
  private struct Waiting {
    let number: UInt32
    let priority: Int
    let since: Int64
  }

  @Test(arguments: [1, 2, 3] as [UInt64]) func thousandsAreOfferedInOrder(_ seed: UInt64) {
    var entropy = SeededEntropy(seed: seed)
    var hall = Hall()
    var waiting: [Waiting] = []
    for number in UInt32(0)..<3_000 { waiting.append(enqueue(number, &hall, &entropy)) }
    for _ in 0..<1_000 {
      let gone = waiting.remove(at: Int(entropy.next() % UInt64(waiting.count)))
      hall.happen(.contactDequeued(ContactNumber(gone.number)))
    }
    for number in UInt32(3_000)..<3_500 { waiting.append(enqueue(number, &hall, &entropy)) }
    waiting.sort { ($0.priority, $0.since, $0.number) < ($1.priority, $1.since, $1.number) }
    var offers = hall.agent(0)
    while waiting.count > 2, case .offer(let contact, let agent, _) = offers.first {
      #expect(contact.value == waiting.first?.number, "seed \(seed)")
      if waiting.count.isMultiple(of: 50) {
        #expect(hall.state.figures(of: QueueNumber(0), channel: .chat).oldestSince?.microseconds == waiting.map(\.since).min())
      }
      waiting.removeFirst()
      hall.happen(.offerAccepted(contact, agent))
      offers.removeFirst()
      offers += hall.happen(.contactReleased(contact, agent))
    }
    #expect(waiting.count == 2, "seed \(seed): all but those that are offered last have been offered")
  }

  /// One in four comes late: it has waited elsewhere already, and is older than those before it.
  private func enqueue(_ number: UInt32, _ hall: inout Hall, _ entropy: inout SeededEntropy) -> Waiting {
    hall.now = Moment(microseconds: hall.now.microseconds + 1_000)
    let late = entropy.next().isMultiple(of: 4) ? Int64(entropy.next() % 5_000_000) : 0
    let waiting = Waiting(number: number, priority: Int(entropy.next() % 4), since: hall.now.microseconds - late)
    hall.happen(
      .contactEnqueued(
        ContactNumber(number),
        Demand(
          queue: QueueNumber(0), channel: .chat, priority: waiting.priority, enqueuedAt: Moment(microseconds: waiting.since),
          ageAdjustmentSeconds: 0, criteria: nil)))
    return waiting
  }
}
