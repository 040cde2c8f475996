import Vocabulary

/// Sets attributes that only this flow knows.
struct UpdateFlowAttributes: ActionBehaviour {
  let blockName = "SetFlowAttributes"

  func begin(_ run: inout ActionRun) -> Step {
    var attributes = run.context.flowAttributes
    for (name, value) in run.value("FlowAttributes")?.object?.members.map({ ($0.name, $0.value) }) ?? [] {
      attributes[name] = .string(value["Value"]?.asText ?? "")
    }
    guard attributes.textBytes <= FlowBounds.attributesBytesMax else { return .failure("the attributes are too large") }
    run.context.flowAttributes = attributes
    return .next
  }
}
