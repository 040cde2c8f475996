import Vocabulary

/// Takes tags from the contact; a key that it does not have is none the worse.
struct UnTagContact: ActionBehaviour {
  let blockName = "UnTagContact"

  func begin(_ run: inout ActionRun) -> Step {
    for key in run.value("TagKeys")?.array ?? [] { key.string.map { run.context.tags[$0] = nil } }
    return .next
  }
}
