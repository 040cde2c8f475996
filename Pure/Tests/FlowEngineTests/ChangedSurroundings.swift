import FlowEngine
import FlowLanguage
import Vocabulary

/// An instance in which each thing that a flow names is there or has gone, is open or closed, staffed or not.
struct ChangedSurroundings: FlowSurroundings {
  let flow: RunnableFlow
  var seed: UInt64

  /// Below `bound`, and the same for the same name.
  private func chance(_ name: String, _ bound: Int) -> Int {
    let mixed = name.utf8.reduce(seed) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    var entropy = SeededEntropy(seed: mixed)
    return entropy.below(bound)
  }

  private func found<Value>(_ reference: String, _ value: Value) -> Value? {
    chance(reference, seed % 2 == 0 ? 3 : 12) == 0 ? nil : value
  }

  private static let over = RunnableFlow("over", [Act(id: "end", type: .endFlowExecution)])
  private static let back = RunnableFlow("back", [Act(id: "end", type: .endFlowModuleExecution)], type: .module)

  func flow(_ reference: String) -> RunnableFlow? { found(reference, Self.over) }
  func module(_ reference: String) -> RunnableFlow? { found(reference, Self.back) }
  func content(id: String, digest: String) -> RunnableFlow? { [flow, Self.over, Self.back].first { $0.id == id } }
  func queue(_ reference: String) -> TargetQueue? { found(reference, .test(reference)) }
  func agentQueue(_ reference: String) -> TargetQueue? { found(reference, .test(reference)) }
  func isOpen(hours reference: String?, of queue: TargetQueue?) -> Bool? {
    [nil, true, true, false, false][chance("hours \(reference ?? queue?.id ?? "")", 5)]
  }

  func metrics(of queue: TargetQueue, channel: ContactChannel?) -> QueueFigures? {
    var figures = QueueFigures()
    figures.agentsOnline = chance("online \(queue.id)", 2)
    return chance("figures \(queue.id)", 5) == 0 ? nil : figures
  }

  var streamsMedia: Bool { chance("streams media", 2) == 0 }
  func hasPrompt(_ reference: String) -> Bool { found(reference, true) ?? false }

  func dialability(of number: String) -> Dialability {
    [.notANumber, .refused, .dialable][min(chance("dial", 6), 2)]
  }
}
