import Vocabulary

/// Starts or stops the streaming of the customer's audio.
struct UpdateContactMediaStreamingBehavior: ActionBehaviour {
  let blockName = "SetMediaStreaming"
  let channels: [ContactChannel] = [.voice]

  func begin(_ run: inout ActionRun) -> Step {
    let streaming = run.evaluated(run.parameters)
    run.context.mediaStreaming = streaming
    run.effects.append(.setMediaStreaming(streaming))
    return .next
  }
}
