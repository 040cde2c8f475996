import FlowEngine
import FlowLanguage
import Vocabulary

// Walks contacts through one flow, each from its first action to the queue, and prints one line of JSON: actions and contacts a
// second, once with the state in memory and once with it written as JSON and read again after every event, as a store would.

let flow = try BenchFlow.read()
let surroundings = BenchSurroundings(runnable: flow)
let contacts = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 20_000
let actions = Walk(flow, isLogging: true).actions(in: surroundings)

let memory = try rate(contacts, isStored: false)
let stored = try rate(contacts / 10, isStored: true)
let line: JSON = [
  "benchmark": "flow", "actionsPerContact": .number(actions),
  "actionsPerSecond": .number(Int(memory * Double(actions))), "contactsPerSecond": .number(Int(memory)),
  "storedActionsPerSecond": .number(Int(stored * Double(actions))), "storedContactsPerSecond": .number(Int(stored)),
]
print(line.text)

/// Contacts a second.
func rate(_ contacts: Int, isStored: Bool) throws -> Double {
  let clock = ContinuousClock()
  let elapsed = try clock.measure {
    for _ in 0..<contacts {
      var walk = Walk(flow, isLogging: false)
      try walk.toTheEnd(in: surroundings, isStored: isStored)
    }
  }
  return Double(contacts) / (elapsed / .seconds(1))
}
