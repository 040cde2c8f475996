import Vocabulary

/// Sets recording and analysis, in one of three forms. The form for another channel takes ChannelMismatch.
struct UpdateContactRecordingAndAnalyticsBehavior: ActionBehaviour {
  let blockName = "SetRecordingAndAnalyticsBehavior"

  func begin(_ run: inout ActionRun) -> Step {
    let channel = run.context.channel
    guard !run.has("ChatBehavior") || channel == .chat, !run.has("VoiceBehavior") || channel == .voice else {
      return .error("ChannelMismatch", "the behaviour is another channel's")
    }
    run.setRecording(["ChatBehavior", "VoiceBehavior", "ScreenRecordingBehavior"])
    return .next
  }
}
