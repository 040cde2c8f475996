/// Tags the contact: six user-defined tags at most, none of them AWS's own.
struct TagContact: ActionBehaviour {
  let blockName = "TagContact"

  func begin(_ run: inout ActionRun) -> Step {
    var tags = run.context.tags
    for (key, value) in run.texts("Tags") {
      guard (1...128).contains(key.count), value.count <= 256, !key.lowercased().hasPrefix("aws:") else {
        return .failure("a tag's key has 1 to 128 characters and does not begin with aws:, its value has 256 at most")
      }
      tags[key] = value
    }
    guard tags.count(where: { !$0.key.hasPrefix("aws:") }) <= FlowBounds.tagsMax else {
      return .failure("a contact has \(FlowBounds.tagsMax) tags at most")
    }
    run.context.tags = tags
    return .next
  }
}
