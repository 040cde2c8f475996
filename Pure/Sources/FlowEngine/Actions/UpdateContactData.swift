import Vocabulary

/// Sets what is known of the contact besides its attributes. Voice ID and Wisdom are not built: what asks for them fails.
struct UpdateContactData: ActionBehaviour {
  let blockName = "SetContactData"

  func begin(_ run: inout ActionRun) -> Step {
    guard run.text("TargetContact") != "Related" else { return .failure("there is no related contact to write to") }
    guard !run.isTrue("IsVoiceIdStreamingEnabled") else { return .failure("there is no Voice ID") }
    guard !run.has("WisdomSessionArn") else { return .failure("there is no Wisdom") }
    run.text("Name").map { run.context.name = $0 }
    run.text("Description").map { run.context.description = $0 }
    run.text("LanguageCode").map { run.context.languageCode = $0 }
    run.text("CustomerId").map { run.context.customerID = $0 }
    for reference in run.references { set(reference, &run.context.references) }
    return .next
  }

  private func set(_ reference: ContactReference, _ references: inout [ContactReference]) {
    if let place = references.firstIndex(where: { $0.name == reference.name }) {
      references[place] = reference
    } else {
      references.append(reference)
    }
  }
}

extension ActionRun {
  /// The References parameter: objects of Type and Value by their names.
  var references: [ContactReference] {
    (value("References")?.object?.members ?? []).compactMap { member in
      guard let value = member.value["Value"]?.asText else { return nil }
      return ContactReference(name: member.name, type: member.value["Type"]?.string ?? "STRING", value: value)
    }
  }
}
