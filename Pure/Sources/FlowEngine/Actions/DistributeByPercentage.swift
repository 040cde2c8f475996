import Vocabulary

/// Branches by a random number from 1 to 100.
struct DistributeByPercentage: ActionBehaviour {
  let blockName = "DistributeByPercentage"

  func begin(_ run: inout ActionRun) -> Step { .condition(String(run.entropy.next() % 100 + 1)) }
}
