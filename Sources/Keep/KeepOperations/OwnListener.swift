import AWSWire
import ConnectAPI
import Link
import Protection
import SignedRequest
import Vocabulary

/// The services that the keep serves on its own listener. A request goes to the service that it is signed for.
struct OwnListener: Sendable {
  private let sts: STSEndpoint
  private let s3: S3Endpoint
  private let approvals: ApprovalEndpoint
  private let players: PlayerEndpoint

  init(
    _ configuration: KeepProcess.Configuration, authority: Authority, directory: IdentityDirectory, log: AuditLog,
    trail: any AuditTrail, inventory: any ContentInventory, key: ProtectionKey, approvals: Approvals, content: ContentRepository,
    links: PlayerLinkTable, people: PlayerPeople, deskSessions: DeskSessions
  ) {
    let digest = KeyedDigest(key: key.derived(for: "audit digests"))
    func recorder(_ source: String) -> EventRecorder {
      EventRecorder(source: source, trail: trail, place: configuration.place, digest: digest, newID: configuration.newID)
    }
    sts = STSEndpoint(
      authority: authority, directory: directory, log: log, recorder: recorder(STSEndpoint.source), now: configuration.now)
    s3 = S3Endpoint(
      authority: authority, inventory: inventory, log: log, recorder: recorder(S3Endpoint.source),
      pageTokens: PageToken(key: key.derived(for: "content page tokens").symmetricKey), place: configuration.place)
    self.approvals = ApprovalEndpoint(
      authority: authority, approvals: approvals, directory: directory, content: content, place: configuration.place,
      recorder: recorder(ApprovalEndpoint.service),
      others: [
        CreatePlayerLink(links: links, people: people, inventory: inventory, log: log, now: configuration.now),
        RevokePlayerLink(links: links, log: log), AddContentLabel(content: content, log: log),
      ])
    players = PlayerEndpoint(
      links: links, people: people, directory: directory, deskSessions: deskSessions, authority: authority, inventory: inventory,
      log: log, recorder: recorder(ApprovalEndpoint.service), now: configuration.now)
  }

  func respond(to carried: CarriedRequest) async -> WireResponse {
    if PlayerEndpoint.serves(carried.request) { return await players.respond(to: carried) }
    switch Self.service(carried.request) {
    case "s3": return await s3.respond(to: carried)
    case ApprovalEndpoint.service: return await approvals.respond(to: carried)
    default: return await sts.respond(to: carried)
    }
  }

  /// The service that a request says it is signed for, which that service verifies. One that says none that can be read is
  /// refused by either, in the words that it is likely to understand: STS has but one path.
  static func service(_ request: WireRequest) -> String {
    let claimed = (try? SignatureClaim(request, rules: .s3))?.credential.service
    return claimed ?? (request.rawPath == "/" ? "sts" : "s3")
  }
}
