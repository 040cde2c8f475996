import Vocabulary

/// Sets attributes of the contact: all of them, or none when there would be too many.
struct UpdateContactAttributes: ActionBehaviour {
  let blockName = "SetAttributes"

  func begin(_ run: inout ActionRun) -> Step {
    guard run.text("TargetContact") != "Related" else { return .failure("there is no related contact to write to") }
    var attributes = run.context.attributes
    for (name, value) in run.texts("Attributes") where !name.isEmpty { attributes[name] = .string(value) }
    guard attributes.textBytes <= FlowBounds.attributesBytesMax else { return .failure("the attributes are too large") }
    run.context.attributes = attributes
    return .next
  }

  /// One entry for each attribute, as Connect writes it.
  func logged(_ run: ActionRun) -> [JSON] {
    (run.loggedParameters["Attributes"]?.object?.members ?? []).map { ["Key": .string($0.name), "Value": $0.value] }
  }
}

extension JSON.Object {
  /// UTF-8 bytes of the names and of the values as text.
  var textBytes: Int { members.reduce(0) { $0 + $1.name.utf8.count + ($1.value.asText ?? "").utf8.count } }
}
