import Contacts
import Link
import Logging
import Vocabulary

/// The desk API: what the public interface lacks for the agent. Two requests and one WebSocket; docs/desk-api.md describes it.
struct DeskEndpoint: Sendable {
  static let path = "/desk/"
  /// Origins that browsers may come from, beside the server's own.
  let origins: Set<String>
  let keepSide: any LinkPeer
  let host: ContactHost
  let desks: OpenDesks
  let publicURL: PublicURL

  func respond(to request: WireRequest) async -> WireResponse {
    guard isFromHere(request) else { return Self.problem(403, "OriginRefused", "The origin is not allowed.") }
    switch (request.method, request.rawPath) {
    case ("POST", "/desk/session"): return await signIn(request)
    case ("DELETE", "/desk/session"): return await signOut(request)
    default: return Self.problem(404, "NotFound", "The desk API has POST and DELETE /desk/session, and the WebSocket /desk/ws.")
    }
  }

  func upgrade(_ request: WireRequest) -> SocketVerdict {
    guard request.rawPath == "/desk/ws", request.rawQuery.isEmpty else {
      return .refuse(Self.problem(404, "NotFound", "The WebSocket of the desk API is /desk/ws, without a query."))
    }
    guard isFromHere(request) else { return .refuse(Self.problem(403, "OriginRefused", "The origin is not allowed.")) }
    return .accept(subprotocol: nil) { reader, writer in
      await DeskSocket(keepSide: keepSide, host: host, desks: desks).serve(&reader, writer)
    }
  }

  /// A browser says where a page came from; who is no browser says nothing.
  private func isFromHere(_ request: WireRequest) -> Bool {
    guard let origin = request.header("origin") else { return true }
    return origin == publicURL.value || origins.contains(origin)
  }

  private static let bodyBytesMax = 4_096

  private func signIn(_ request: WireRequest) async -> WireResponse {
    guard request.isTLS || request.remoteAddress == "127.0.0.1" || request.remoteAddress == "::1" else {
      return Self.problem(403, "TLSRequired", "Sign in over HTTPS.")
    }
    guard request.body.count <= Self.bodyBytesMax, let json = try? JSON.parse(request.body),
      let instance = json["instanceId"]?.string, let username = json["username"]?.string,
      let password = json["password"]?.string
    else { return Self.problem(400, "InvalidRequest", "The body is JSON with instanceId, username and password.") }
    do {
      let message = SignIn(instanceID: instance, username: username, password: password, address: request.remoteAddress)
      switch try await keepSide.send(message) {
      case .granted(let token, let session):
        await desks.takeOver(session.userID)
        return Self.answer(
          200, ["token": .string(token), "userId": .string(session.userID), "expiresAt": .string(session.expiresAt.rfc3339)])
      case .refused: return Self.problem(401, "AccessDenied", "The name or the password is wrong.")
      case .delayed(let seconds):
        var response = Self.problem(429, "TooManyAttempts", "Wait \(seconds) seconds before the next attempt.")
        response.headers.append(WireRequest.Header(name: "retry-after", value: String(seconds)))
        return response
      }
    } catch {
      return Self.problem(503, "ServiceUnavailable", "Sign-in is not possible now. Try again.")
    }
  }

  private func signOut(_ request: WireRequest) async -> WireResponse {
    guard let token = request.header("authorization").flatMap({ $0.hasPrefix("Bearer ") ? String($0.dropFirst(7)) : nil }) else {
      return Self.problem(401, "AccessDenied", "Give the token in the header Authorization: Bearer.")
    }
    do {
      let session = try await keepSide.send(CheckDeskSession(token: token))
      _ = try await keepSide.send(EndDeskSession(token: token))
      if let session { await leave(session) }
      return Self.answer(200, [:])
    } catch {
      return Self.problem(503, "ServiceUnavailable", "Signing out is not possible now. Try again.")
    }
  }

  /// Who signs out is gone at once; who merely loses the line has a while to come back.
  private func leave(_ session: DeskSession) async {
    await desks.takeOver(session.userID)
    await desks.forget(session.userID)
    await host.happened(session.instanceID) { $0.deskLost(session.userID, at: $1) }
    host.ports.effects.desks.finish(session.userID)
  }

  static func problem(_ status: Int, _ code: String, _ message: String) -> WireResponse {
    answer(status, ["error": ["code": .string(code), "message": .string(message)]])
  }

  private static func answer(_ status: Int, _ json: JSON) -> WireResponse {
    WireResponse(
      status: status,
      headers: [
        WireRequest.Header(name: "content-type", value: "application/json"),
        WireRequest.Header(name: "cache-control", value: "no-store"),
      ], body: json.bytes)
  }
}
