import AWSWire
import ConnectAPI
import Link
import RequestSigning
import Vocabulary

/// The named person proves who they are, and the link becomes a session: once, however many try at the same time.
struct PlayerRedemption: Sendable {
  static let operation = "RedeemPlayerLink"
  private static let bodyBytesMax = 4_096
  /// Refusals of one link that are an entry each, whoever tries; of more, strangers' are counted as all of theirs are.
  private static let entriesMax = 20

  let endpoint: PlayerEndpoint
  let carried: CarriedRequest

  private struct Claim {
    let secret: String
    let username: String
    let password: String
  }

  func respond() async throws -> WireResponse {
    let claim = try claim()
    guard let link = try await endpoint.links.link(secret: claim.secret) else {
      throw PlayerRefusal(await unproved(nil, "there is no such link"))
    }
    // Before the password: who has a link that is over gets no answer on anybody's password.
    guard link.sessionDigest == nil, link.expiresAt > endpoint.now() else {
      throw PlayerRefusal(await unproved(link, link.sessionDigest == nil ? "its time is over" : "it was redeemed before"))
    }
    try await mustBeFor(claim, link)
    switch try await PlayerAccess.current(link, endpoint, carried) {
    case .granted(let access): return try await redeemed(link, access)
    case .denied(let reason):
      await refused(link, endpoint.person(of: link).identity, reason)
      throw PlayerRefusal.denied
    }
  }

  /// - Throws: PlayerRefusal, for what is no claim.
  private func claim() throws(PlayerRefusal) -> Claim {
    let request = carried.request
    // Another type could be sent by a form of any page.
    let type = (request.header("content-type") ?? "").split(separator: ";").first?.lowercased()
    guard type == "application/json", request.body.count <= Self.bodyBytesMax, let json = try? JSON.parse(request.body),
      let secret = json["link"]?.string, let username = json["username"]?.string, let password = json["password"]?.string
    else {
      throw PlayerRefusal(
        "ValidationException", "Send JSON of \(Self.bodyBytesMax) bytes at most with link, username and password.", 400)
    }
    return Claim(secret: secret, username: username, password: password)
  }

  /// The person whom the link is for. A wrong one leaves it as it was: else whoever sees it could spend it.
  private func mustBeFor(_ claim: Claim, _ link: PlayerLink) async throws {
    let sign = SignIn(
      instanceID: link.instanceID, username: claim.username, password: claim.password, address: carried.request.remoteAddress)
    switch try await endpoint.deskSessions.identify(sign) {
    case .delayed(let seconds):
      throw PlayerRefusal(
        "ThrottlingException", "Too many attempts. Try again in \(seconds) seconds.", 429,
        [WireRequest.Header(name: "retry-after", value: String(seconds))])
    case .refused:
      throw PlayerRefusal(await unproved(link, "wrong name or password"))
    case .known(let userID, _):
      guard userID != link.userID else { return }
      let other = PlayerPerson(userID: userID, instanceID: link.instanceID, in: endpoint.recorder.place)
      await refused(link, other.identity, "it is for another person")
      throw PlayerRefusal(Self.told)
    }
  }

  private func redeemed(_ link: PlayerLink, _ access: PlayerAccess) async throws -> WireResponse {
    let now = endpoint.now()
    let secret = PlayerLink.makeSecret()
    var redeemed = link
    redeemed.redeem(into: secret, at: now, until: access.endsAt)
    let event = endpoint.recorder.event(carried, operation: Self.operation, caller: nil) { event in
      access.describe(&event)
      event["readOnly"] = false
      event["additionalEventData"] = access.details([
        ("expiresAt", .string(redeemed.expiresAt.rfc3339)), ("refusedBefore", .number(link.refused)),
      ])
    }
    do {
      _ = try await endpoint.log.receipt(for: event, before: try endpoint.links.redeeming(redeemed, at: now))
    } catch PlayerProblem.redeemed {
      throw PlayerRefusal(await unproved(link, "it was redeemed before"))
    } catch {
      throw PlayerRefusal.noLedger
    }
    return answer(redeemed, access, secret, at: now)
  }

  private func answer(_ link: PlayerLink, _ access: PlayerAccess, _ secret: String, at now: Moment) -> WireResponse {
    let path = "\(PlayerEndpoint.path)/\(link.id)"
    let seconds = max(0, link.expiresAt.wholeSeconds - now.wholeSeconds)
    return .json(
      200,
      [
        "linkId": .string(link.id), "contentPath": .string("\(path)/content"), "sessionPath": .string("\(path)/session"),
        "contentType": .string(SafeContentType(access.object.contentType).text), "bytes": .number(access.object.plaintextBytes),
        "contentClass": .string(access.object.contentClass.rawValue), "expiresAt": .string(link.expiresAt.rfc3339),
      ],
      [
        WireRequest.Header(
          name: "set-cookie",
          value: "\(PlayerReading.cookie)=\(secret); Path=\(path)/; Max-Age=\(seconds); Secure; HttpOnly; SameSite=Strict")
      ])
  }

  /// What is told is the same, whatever it is for.
  private static let told = Refusal(
    code: "AccessDenied",
    message: "The link was used, its time is over, it is for somebody else, or name or password is wrong.", status: 403)

  /// Who has not proved who they are: the reason is for the ledger.
  /// - Parameter link: nil for one that there is not.
  private func unproved(_ link: PlayerLink?, _ reason: String) async -> Refusal {
    guard let link, link.refused < Self.entriesMax else {
      let asked = AskedOperation(name: Self.operation, source: endpoint.recorder.source, wire: .json)
      let noted = Refusal(code: Self.told.code, message: Self.noted(link, reason), status: Self.told.status)
      await count(link)
      return await endpoint.authority.refuseStranger(noted, carried, asked) == noted ? Self.told : .throttled
    }
    await refused(link, ["type": "Unknown"], reason)
    return Self.told
  }

  private func refused(_ link: PlayerLink, _ identity: JSON, _ reason: String) async {
    await count(link)
    await endpoint.recorder.record(carried, operation: Self.operation, caller: nil) { event in
      event["userIdentity"] = identity
      event["requestParameters"] = ["linkId": .string(link.id)]
      event["errorCode"] = "AccessDenied"
      event["errorMessage"] = .string(Self.noted(link, reason))
      event["readOnly"] = false
    }
  }

  private static func noted(_ link: PlayerLink?, _ reason: String) -> String {
    "Link \(link?.id ?? "unknown") is not redeemed: \(reason)"
  }

  /// For the entry of who redeems it at last. A disk that takes none now takes no entry either.
  private func count(_ link: PlayerLink?) async {
    if let link { try? await endpoint.links.countRefusal(link.id) }
  }
}
