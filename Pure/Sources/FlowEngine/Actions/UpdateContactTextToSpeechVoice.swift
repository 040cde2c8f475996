/// Sets the voice that speaks texts.
struct UpdateContactTextToSpeechVoice: ActionBehaviour {
  let blockName = "SetVoice"

  func begin(_ run: inout ActionRun) -> Step {
    guard let voice = run.text("TextToSpeechVoice"), !voice.isEmpty else { return .failure("there is no voice to set") }
    run.context.voice.voice = voice
    run.context.voice.engine = run.text("TextToSpeechEngine")?.lowercased() ?? "standard"
    run.context.voice.style = run.text("TextToSpeechStyle")
    return .next
  }
}
