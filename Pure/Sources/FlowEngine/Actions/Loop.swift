import Vocabulary

/// Leads round LoopCount times, then out; the next time it begins anew. `$.Loop.<identifier>.Index` counts from 0.
struct Loop: ActionBehaviour {
  let blockName = "Loop"

  func begin(_ run: inout ActionRun) -> Step {
    guard let count = run.integer("LoopCount"), (0...100).contains(count) else {
      return .failure("LoopCount must be from 0 to 100")
    }
    let frame = run.execution.frames.count - 1
    let name = run.text("LoopName") ?? run.identifier
    let round = (run.execution.frames[frame].loops[name]?["Index"]?.int ?? -1) + 1
    let isDone = round >= count
    run.execution.frames[frame].loops[name] = isDone ? nil : ["Index": .number(round)]
    return .condition(isDone ? "DoneLooping" : "ContinueLooping")
  }
}
