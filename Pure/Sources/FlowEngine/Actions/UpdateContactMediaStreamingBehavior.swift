import FlowLanguage
import Vocabulary

/// Starts or stops the streaming of the customer's audio. Where nobody takes it, that is an error, and a flow without a branch
/// for it goes on: a call is not ended for want of a stream.
struct UpdateContactMediaStreamingBehavior: ActionBehaviour {
  let blockName = "SetMediaStreaming"
  let channels: [ContactChannel] = [.voice]

  func begin(_ run: inout ActionRun) -> Step {
    guard run.surroundings.streamsMedia || run.text("MediaStreamingState") == "Disabled" else {
      return run.action.branch("NoMatchingError") == nil ? .next : .error("NoMatchingError", "nobody takes the audio")
    }
    let streaming = run.evaluated(run.parameters)
    run.context.mediaStreaming = streaming
    run.effects.append(.setMediaStreaming(streaming))
    return .next
  }
}
