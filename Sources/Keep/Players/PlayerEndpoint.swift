import AWSWire
import ConnectAPI
import CPlayerPage
import Link
import Vocabulary

/// What is below `/player` on the keep's own listener: the page that opens links, their redemption, and content for who has
/// redeemed one. Requests are of a browser or another player: nobody signs them.
struct PlayerEndpoint: Sendable {
  static let path = "/player"

  let links: PlayerLinkTable
  let people: PlayerPeople
  let directory: IdentityDirectory
  let deskSessions: DeskSessions
  let authority: Authority
  let inventory: any ContentInventory
  let log: AuditLog
  let recorder: EventRecorder
  let now: @Sendable () -> Moment

  func person(of link: PlayerLink) -> PlayerPerson {
    PlayerPerson(userID: link.userID, instanceID: link.instanceID, in: recorder.place)
  }

  static func serves(_ request: WireRequest) -> Bool {
    request.rawPath == path || request.rawPath.hasPrefix("\(path)/")
  }

  func respond(to carried: CarriedRequest) async -> WireResponse {
    let request = carried.request
    do {
      guard !authority.isBarred(request.remoteAddress) else { throw PlayerRefusal(Refusal.throttled) }
      try Self.mustBeOfOwnOrigin(request)
      return try await answer(carried).safe(carried)
    } catch let refusal as PlayerRefusal {
      return refusal.response.safe(carried)
    } catch {
      return PlayerRefusal.unexpected.response.safe(carried)
    }
  }

  private func answer(_ carried: CarriedRequest) async throws -> WireResponse {
    let request = carried.request
    let parts = request.rawPath.utf8.split(separator: UInt8(ascii: "/")).dropFirst().map { String(Substring($0)) }
    switch (parts.count, parts.first, parts.last) {
    case (1, "session", _):
      try Self.mustBe(["POST"], request)
      return try await PlayerRedemption(endpoint: self, carried: carried).respond()
    case (2, let id?, "content"):
      try Self.mustBe(["GET", "HEAD"], request)
      return try await PlayerReading(endpoint: self, carried: carried, id: id).respond()
    case (2, let id?, "session"):
      try Self.mustBe(["DELETE"], request)
      return try await PlayerReading(endpoint: self, carried: carried, id: id).end()
    default:
      guard let page = PlayerPage.file(request.rawPath) else { throw PlayerRefusal.notThere }
      try Self.mustBe(["GET", "HEAD"], request)
      return page
    }
  }

  private static func mustBe(_ methods: [String], _ request: WireRequest) throws(PlayerRefusal) {
    guard methods.contains(request.method) else {
      throw PlayerRefusal(
        "MethodNotAllowed", "Only \(methods.joined(separator: " and ")) here.", 405,
        [WireRequest.Header(name: "allow", value: methods.joined(separator: ", "))])
    }
  }

  /// Pages from elsewhere neither redeem nor embed anything, whatever cookies a browser sends along (Fetch, "Origin" and
  /// "Sec-Fetch-Site"). Following a link to the page itself is no such thing.
  private static func mustBeOfOwnOrigin(_ request: WireRequest) throws(PlayerRefusal) {
    let host = request.header("host") ?? ""
    let isOwn = request.header("origin").map { $0 == "https://\(host)" } ?? true
    let site = request.header("sec-fetch-site") ?? "none"
    let isPage = PlayerPage.isDocument(request.rawPath) && request.header("sec-fetch-mode") == "navigate"
    guard isOwn, isPage || site == "none" || site == "same-origin" else {
      throw PlayerRefusal("CrossOrigin", "Pages of other origins may not ask this.", 403)
    }
  }
}

/// Why a player is refused, in its own wire: JSON with a code and a message.
struct PlayerRefusal: Error, Sendable {
  let code: String
  let message: String
  let status: Int
  let headers: [WireRequest.Header]

  init(_ code: String, _ message: String, _ status: Int, _ headers: [WireRequest.Header] = []) {
    self.code = code
    self.message = message
    self.status = status
    self.headers = headers
  }

  init(_ refusal: Refusal) { self.init(refusal.code, refusal.message, refusal.status) }

  static let notThere = PlayerRefusal("NotFound", "There is nothing here.", 404)
  static let unexpected = PlayerRefusal("InternalError", "The request could not be carried out. Try again.", 500)
  static let noLedger = PlayerRefusal(
    "ServiceUnavailable", "The ledger cannot be written: nothing is read without its entry. Try again.", 503)
  /// One answer for each reason, so that none can be told from another.
  static let noSession = PlayerRefusal("AccessDenied", "There is no session for this, or it is over. Ask for another link.", 401)
  static let denied = PlayerRefusal("AccessDenied", "The right to this was taken back, or it is gone.", 403)

  var refusal: Refusal { Refusal(code: code, message: message, status: status) }

  var response: WireResponse {
    .json(status, ["code": .string(code), "message": .string(message)], headers)
  }
}

extension WireResponse {
  static func json(_ status: Int, _ json: JSON, _ headers: [WireRequest.Header] = []) -> WireResponse {
    WireResponse(
      status: status, headers: [WireRequest.Header(name: "content-type", value: "application/json")] + headers, body: json.bytes)
  }

  /// What every answer to a player says to a browser: nothing keeps it, frames it, runs it or takes it for something else.
  fileprivate func safe(_ carried: CarriedRequest) -> WireResponse {
    var response = self
    let policy = headers.contains { $0.name == "content-security-policy" } ? [] : [("content-security-policy", Self.locked)]
    let all = [
      ("cache-control", "no-store"), ("x-content-type-options", "nosniff"), ("referrer-policy", "no-referrer"),
      ("cross-origin-resource-policy", "same-origin"), ("cross-origin-opener-policy", "same-origin"),
      ("x-frame-options", "DENY"), ("x-request-id", carried.requestID),
    ]
    response.headers += (policy + all).map { WireRequest.Header(name: $0.0, value: $0.1) }
    return response
  }

  /// Content that is opened as a document is one without scripts, forms or an origin.
  private static let locked = "sandbox; default-src 'none'"
}
