import AWSWire
import ConnectAPI
import Link
import Vocabulary

/// Where every request from the network goes first: to an operation of the switch's own, to the keep, or to a prompt's audio.
struct FrontDoor: Sendable {
  let endpoint: ConnectEndpoint
  /// The operations that the keep serves.
  let keepOperations: Set<String>
  let keepSide: any LinkPeer
  let prompts: PromptFileHandler
  let now: @Sendable () -> Moment
  let newID: @Sendable () -> String

  func respond(to request: WireRequest) async -> WireResponse {
    if request.rawPath.hasPrefix(PresignedLinks.path) { return await prompts.respond(to: request) }
    let carried = CarriedRequest(request: request, requestID: newID(), receivedAt: now())
    guard isForKeep(request) else { return await endpoint.respond(to: carried) }
    do {
      return try await keepSide.send(ServeRequest(carried: carried))
    } catch {
      return endpoint.unavailable(carried, error)
    }
  }

  /// An operation that both serve is the keep's when it names a resource of the keep's.
  private func isForKeep(_ request: WireRequest) -> Bool {
    guard let match = endpoint.match(request), keepOperations.contains(match.operation) else { return false }
    guard endpoint.catalogue[match.operation] != nil else { return true }
    return match.labels.values.contains { Ownership.isKeeps(arn: $0) }
  }
}
