import ConnectAPI
import ResourceStore

/// Gives a link to the audio of a prompt, which works for five minutes.
struct GetPromptFile: ReadOperation {
  let links: PresignedLinks
  /// A link ends by the clock.
  static let isLasting = false

  static let rule: OperationRule<GetPromptFileRequest> = OperationRule(
    action: "connect:GetPromptFile",
    resources: { [$1.arn("prompt", $0.promptId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .read(["InstanceId", "PromptId"]),
    refuses: [])

  func perform(_ input: GetPromptFileRequest, _ call: ReadCall) throws -> GetPromptFileResponse {
    let found = try call.find(.prompt, input.promptId, in: input.instanceId)
    return GetPromptFileResponse(
      promptPresignedUrl: links.link(to: found.id, at: call.context.now), lastModifiedTime: found.record.modifiedAt,
      lastModifiedRegion: call.context.place.region)
  }
}
