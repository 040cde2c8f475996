import ConnectAPI
import ResourceStore
import Vocabulary

/// Answers a presigned link with the audio of its prompt. A link that is not ours, has ended, or whose prompt is gone looks the
/// same.
struct PromptFileHandler: Sendable {
  let store: any ConfigurationStore
  let files: PromptFiles
  let links: PresignedLinks
  let now: @Sendable () -> Moment

  func respond(to request: WireRequest) async -> WireResponse {
    guard let id = links.promptID(request, at: now()), let audio = try? await audio(of: id) else {
      return WireResponse(
        status: 403, headers: [WireRequest.Header(name: "content-type", value: "text/plain")],
        body: Array("The link is not valid, or no longer. Ask GetPromptFile for a new one.\n".utf8))
    }
    return WireResponse(status: 200, headers: [WireRequest.Header(name: "content-type", value: "audio/wav")], body: audio)
  }

  private func audio(of id: String) async throws -> [UInt8]? {
    let record = try await store.read { try $0.record(.prompt, id) }
    return try record.flatMap { files.bytes(of: try StoredPrompt(json: $0.document).audio) }
  }
}
