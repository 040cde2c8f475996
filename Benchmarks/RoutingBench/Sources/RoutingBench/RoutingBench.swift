import Glibc
import Routing
import Vocabulary

/// Routing's cost an event at several sizes: 1,000 queues, 10 a profile, one contact in five with criteria of two steps, queues
/// never empty, one offer in twenty rejected or missed, a status change now and then.
///
/// A floor writes down what happens on it; routing alone is then told the same again, and only that is measured, in the CPU time
/// of its thread. The best of the rounds counts: what others do to the caches is not routing's. Timers that fire are no events,
/// and their time is that of the events.
@main
enum RoutingBench {
  private static let sizes = [(100, 10_000), (10_000, 100_000), (100_000, 1_000_000), (100, 1_000_000), (10_000, 1_000_000)]
  private static let events = 1_000_000
  private static let rounds = 3

  static func main() {
    for (agents, waiting) in sizes {
      var floor = Floor(agents: agents, waiting: waiting)
      floor.run(12 * agents)
      let warm = floor.script.count
      floor.run(events)
      let (script, decisions) = (floor.script, String(floor.decisions.value, radix: 16))
      let counted = script[warm...].count { if case .timerFired = $0.event { false } else { true } }
      let costs = (0..<rounds).map { _ in nanoseconds(script, measuredFrom: warm) / Double(counted) }
      let cost = costs.min() ?? 0
      print(
        "{\"agents\": \(agents), \"waiting\": \(waiting), \"nanoseconds_per_event\": \(Int(cost)), "
          + "\"events_per_second\": \(Int(1e9 / cost)), \"timers_per_event\": "
          + "\(Double((script.count - warm - counted) * 100 / counted) / 100), \"decisions\": \"\(decisions)\"}")
    }
  }

  private static func nanoseconds(_ script: [Told], measuredFrom warm: Int) -> Double {
    var state = RoutingState()
    var effects: [RoutingEffect] = []
    for told in script[..<warm] { handle(told, &state, &effects) }
    let start = cpuNanoseconds()
    for told in script[warm...] { handle(told, &state, &effects) }
    return cpuNanoseconds() - start
  }

  private static func handle(_ told: Told, _ state: inout RoutingState, _ effects: inout [RoutingEffect]) {
    effects.removeAll(keepingCapacity: true)
    state.handle(told.event, at: told.at, into: &effects)
  }

  private static func cpuNanoseconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
  }
}
