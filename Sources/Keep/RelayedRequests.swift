import ConnectAPI
import Link
import RequestSigning
import Vocabulary

/// The requests that the switch relays, each answered once: a replay is refused, and on record.
struct RelayedRequests: Sendable {
  let keep: KeepProcess
  let signatures = RelayedSignatures()

  func serve(_ carried: CarriedRequest) async -> WireResponse {
    if let refusal = await refusal(of: carried) { return keep.endpoint.response(refusal, to: carried) }
    let response = await keep.endpoint.respond(to: carried)
    if response.status < 400 { signatures.answered(carried, at: keep.configuration.now()) }
    return response
  }

  /// What comes of a request that is no replay, where it was allowed.
  func once<Reply>(
    _ carried: CarriedRequest, refused: (Refusal) -> Reply, isAllowed: (Reply) -> Bool, _ body: () async throws -> Reply
  ) async throws -> Reply {
    if let refusal = await refusal(of: carried) { return refused(refusal) }
    let reply = try await body()
    if isAllowed(reply) { signatures.answered(carried, at: keep.configuration.now()) }
    return reply
  }

  private func refusal(of carried: CarriedRequest) async -> Refusal? {
    guard signatures.isReplayed(carried, at: keep.configuration.now()) else { return nil }
    let name = (try? keep.endpoint.claim(of: carried))?.operation ?? "Unknown"
    let asked = AskedOperation(name: name, source: AuditEvent.connect, wire: .restJSON)
    await keep.authority.record(.replayed, carried, asked, caller: nil)
    return .replayed
  }
}
