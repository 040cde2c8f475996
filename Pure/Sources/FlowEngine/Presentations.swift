import FlowLanguage
import Vocabulary

/// What the parameters of an action say is to be presented.
enum Presentations {
  /// Nothing, or a reference that leads to nothing.
  case none
  case some([Presentation])
  /// With a reason for the flow log.
  case refused(String)
}

extension ActionRun {
  func presentations() -> Presentations { presentations(of: action.parameters) }

  /// Text is for every channel; prompts, SSML and media are for voice.
  func presentations(of parameters: JSON.Object) -> Presentations {
    guard let presentation = presentation(parameters) else { return .none }
    switch (context.channel, presentation) {
    case (.voice, .prompt(let reference)) where !surroundings.hasPrompt(reference): return .refused("there is no such prompt")
    case (.voice, _), (_, .text): return .some([presentation])
    default: return .refused("it cannot be presented on the channel \(context.channel.rawValue)")
    }
  }

  private func presentation(_ parameters: JSON.Object) -> Presentation? {
    func text(_ json: JSON?) -> String? { json?.string.flatMap { evaluated($0) }.flatMap { $0.isEmpty ? nil : $0 } }
    if let ssml = text(parameters["SSML"]) { return .ssml(ssml) }
    if let prompt = text(parameters["PromptId"]) { return .prompt(prompt) }
    if let uri = text(parameters["Media"]?["Uri"]) { return .media(uri: uri) }
    return text(parameters["Text"]).map { .text($0) }
  }
}
