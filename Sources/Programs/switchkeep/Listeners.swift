import Foundation
import HTTPHost
import Keep
import Logging
import ServiceLifecycle
import Switch
import Synchronization
import Vocabulary

/// The three listeners of `serve`, and what each answers beside its API: health everywhere, metrics on the plain one, which is
/// loopback only.
struct Listeners: Sendable {
  let command: ServeCommand
  let folder: DataFolder
  let region: String
  let host: Host
  let registry: PrometheusRegistry
  let logger: Logger

  func services() throws -> [any Service] {
    let identity = try command.identity(folder)
    let announcement = Announcement { ports in try announce(ports) }
    let (switchProcess, keep) = (host.switchProcess, host.keep)
    let serveSwitch: Respond = { await switchProcess.respond(to: $0) }
    let upgrade: HTTPListener.Upgrade = { UpgradeVerdict(await switchProcess.upgrade(WireRequest($0))) }
    return [
      listener(.plain(host: command.http.host, port: command.http.port), .http, announcement, serveSwitch, upgrade),
      listener(
        .tls(host: command.https.host, port: command.https.port, identity: identity), .https, announcement, serveSwitch, upgrade),
      listener(
        .tls(host: command.keep.host, port: command.keep.port, identity: identity), .keep, announcement,
        { await keep.respond(to: $0) },
        { _ in .refuse(HTTPResponse(status: 404, text: "There is no WebSocket here.")) }),
    ]
  }

  private typealias Respond = @Sendable (WireRequest) async -> WireResponse

  private func listener(
    _ binding: Binding, _ role: Announcement.Role, _ announcement: Announcement, _ respond: @escaping Respond,
    _ upgrade: @escaping HTTPListener.Upgrade
  ) -> any Service {
    let routes = OperatorRoutes(registry: registry) { Readiness(parts: [Readiness.Part(name: "store", isReady: true)]) }
    let logger = logger
    return HTTPListener(
      binding: binding, limits: limits(role), metrics: registry, logger: logger,
      handler: { request in
        // Metrics tell of traffic: they are for the loopback listener alone.
        if role == .http || request.rawPath == "/health", let answer = await routes.answer(request) { return answer }
        return HTTPResponse(await respond(WireRequest(request)))
      },
      upgrade: upgrade,
      onListening: { port in
        do { try announcement.listens(role, port) } catch {
          logger.critical("the clients' files cannot be written", metadata: ["error": "\(error)"])
        }
      })
  }

  /// Attachments of chats are large, and go to the switch.
  private func limits(_ role: Announcement.Role) -> HTTPLimits {
    var limits = HTTPLimits.standard
    if role != .keep {
      limits.largeBodies = LargeBodies(
        pathPrefix: SwitchProcess.attachmentPath, bytesMax: SwitchProcess.attachmentBytesMax, atOnceMax: 32)
    }
    return limits
  }

  /// Brings the clients' files up to date, then tells the world.
  private func announce(_ ports: [Announcement.Role: Int]) throws {
    let http = "http://\(command.http.authority(port: ports[.http] ?? 0))"
    let https = "https://\(command.https.authority(port: ports[.https] ?? 0))"
    let keep = "https://\(command.keep.authority(port: ports[.keep] ?? 0))"
    host.switchProcess.listens(at: https)
    try AWSProfiles(folder: folder, region: region).writeConfig(
      connect: https, keep: keep, caBundle: command.caBundle(folder))
    try FileHandle.standardOutput.write(contentsOf: Array("ready http=\(http) https=\(https) keep=\(keep)\n".utf8))
  }
}

/// Waits until every listener listens, then says so once.
final class Announcement: Sendable {
  enum Role: CaseIterable { case http, https, keep }

  private let ports = Mutex<[Role: Int]>([:])
  private let announce: @Sendable ([Role: Int]) throws -> Void

  init(announce: @escaping @Sendable ([Role: Int]) throws -> Void) { self.announce = announce }

  func listens(_ role: Role, _ port: Int) throws {
    let complete = ports.withLock { ports -> [Role: Int]? in
      ports[role] = port
      return ports.count == Role.allCases.count ? ports : nil
    }
    if let complete { try announce(complete) }
  }
}

extension WireRequest {
  init(_ request: HTTPRequest) {
    self.init(
      method: request.method, rawPath: request.rawPath, rawQuery: request.rawQuery,
      headers: request.headers.map { Header(name: $0.name, value: $0.value) }, body: request.body,
      remoteAddress: request.remoteAddress, isTLS: request.isTLS)
  }
}

extension HTTPResponse {
  init(_ response: WireResponse) {
    self.init(status: response.status, headers: response.headers.map { ($0.name, $0.value) }, body: response.body)
  }
}
