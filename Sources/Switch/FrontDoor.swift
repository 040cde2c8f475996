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
  let contacts: ContactHost
  let now: @Sendable () -> Moment
  let newID: @Sendable () -> String

  func respond(to request: WireRequest) async -> WireResponse {
    if request.rawPath.hasPrefix(PresignedLinks.path) { return await prompts.respond(to: request) }
    let carried = CarriedRequest(request: request, requestID: newID(), receivedAt: now())
    switch owner(of: request) {
    case .switch: return await endpoint.respond(to: carried)
    case .keep: return await keepsAnswer(to: carried)
    case .contact(let id):
      if await contacts.isHere(id) {
        let response = await endpoint.respond(to: carried)
        // One that was on its way to the keep may have arrived there in between.
        if response.status == 200 { return response }
        if await contacts.isHere(id) { return response }
      }
      return await keepsAnswer(to: carried)
    }
  }

  private func keepsAnswer(to carried: CarriedRequest) async -> WireResponse {
    do {
      return try await keepSide.send(ServeRequest(carried: carried))
    } catch {
      return endpoint.unavailable(carried, error)
    }
  }

  private enum Owner {
    case `switch`, keep
    /// Whose contact it is: the switch's while that is open.
    case contact(String)
  }

  /// An operation that both serve is the keep's when it names a resource of the keep's, or a contact that is over.
  private func owner(of request: WireRequest) -> Owner {
    guard let match = endpoint.match(request), keepOperations.contains(match.operation) else { return .switch }
    guard endpoint.catalogue[match.operation] != nil else { return .keep }
    if match.labels.values.contains(where: { Ownership.isKeeps(arn: $0) }) { return .keep }
    return (match.labels["ContactId"] ?? match.labels["InitialContactId"]).map { .contact($0) } ?? .switch
  }
}
