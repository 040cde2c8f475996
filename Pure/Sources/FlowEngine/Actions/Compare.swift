/// Branches by a value; one that is not there meets no condition.
struct Compare: ActionBehaviour {
  let blockName = "CheckAttribute"

  func begin(_ run: inout ActionRun) -> Step { .condition(run.text("ComparisonValue")) }
}
