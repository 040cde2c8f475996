import ArgumentParser
import Foundation
import HTTPHost
import Keep
import Link
import LinkSocket
import ServiceLifecycle
import Switch
import Synchronization
import Vocabulary

/// The switch as a process of its own.
struct SwitchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "switch", abstract: "The switch; `serve` starts it.", shouldDisplay: false)

  /// The switch's own folder: it knows of no other.
  @Option var folder: String
  @Option var http: Address
  @Option var https: Address
  @Flag var telephonyAdapter = false
  @OptionGroup var rollback: RollbackOptions
  @OptionGroup var place: PlaceOptions
  @OptionGroup var depositQueue: DepositQueueOptions
  @OptionGroup var shared: SharedOptions

  func run() async throws {
    let host = ProcessHost(label: "switch")
    let front = SwitchFront(host) { try await open(host) }
    try await host.run {
      let services = try await front.services()
      let identity = TLSIdentity(try await host.link.send(IssueServerIdentity()))
      return [services] + listeners(front, identity, host)
    } close: {
      try await front.close()
    }
  }

  private func open(_ host: ProcessHost) async throws -> SwitchProcess {
    var configuration = SwitchProcess.Configuration(
      folder: folder, place: place.place, quotas: shared.quotas, checksResponses: shared.checkResponses,
      rates: shared.rates,
      telephonyToken: telephonyAdapter ? try Self.telephonyToken(folder) : nil, depositQueue: depositQueue.limits,
      now: Host.now, newID: Host.newID, logger: host.logger)
    configuration.acceptedRoots = Set(rollback.accepted.heads.map(\.root))
    let process = try await SwitchProcess.open(
      configuration, key: try KeyFile(path: "\(folder)/protection.key").load(), keepSide: host.link)
    process.serve(host.responder)
    try await process.restore()
    return process
  }

  /// A fresh one each time, for the program that may carry calls.
  private static func telephonyToken(_ folder: String) throws -> String {
    let file = KeyFile(path: "\(folder)/telephony.token")
    try file.make()
    return String(decoding: try DataFolder.read(file.path), as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
  }

  private func listeners(_ front: SwitchFront, _ identity: TLSIdentity, _ host: ProcessHost) -> [any Service] {
    let announcement = Announcement(of: ["http", "https"]) { ports in
      front.listens(at: "https://\(https.authority(port: ports["https"] ?? 0))")
      host.report(ControlMessage(ports: ports))
    }
    return [("http", Binding.plain(host: http.host, port: http.port)), ("https", tls(identity))].map { name, binding in
      host.listener(
        binding, limits: Self.limits, hasMetrics: name == "http", keepProblem: { front.keepProblem },
        onListening: { announcement.listens(name, $0) },
        respond: { await front.respond(to: $0) },
        upgrade: { UpgradeVerdict(await front.upgrade(WireRequest($0))) })
    }
  }

  private func tls(_ identity: TLSIdentity) -> Binding { .tls(host: https.host, port: https.port, identity: identity) }

  /// Attachments of chats are large.
  private static var limits: HTTPLimits {
    var limits = HTTPLimits.standard
    limits.largeBodies = LargeBodies(
      pathPrefix: SwitchProcess.attachmentPath, bytesMax: SwitchProcess.attachmentBytesMax, atOnceMax: 32)
    return limits
  }
}

/// Waits until every listener listens, then says so once.
final class Announcement: Sendable {
  private let names: Set<String>
  private let ports = Mutex<[String: Int]>([:])
  private let announce: @Sendable ([String: Int]) -> Void

  init(of names: Set<String>, announce: @escaping @Sendable ([String: Int]) -> Void) {
    self.names = names
    self.announce = announce
  }

  func listens(_ name: String, _ port: Int) {
    let complete = ports.withLock { ports -> [String: Int]? in
      ports[name] = port
      return names.isSubset(of: ports.keys) ? ports : nil
    }
    if let complete { announce(complete) }
  }
}
