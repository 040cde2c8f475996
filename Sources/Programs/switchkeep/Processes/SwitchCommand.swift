import ArgumentParser
import ConnectAPI
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
    commandName: "switch", abstract: "Runs the switch alone, for development; `serve` starts it otherwise.",
    discussion: "It waits for a keep that is run alone on the same folder, by the same user, and for one that is started anew.")

  @Option(help: "The folder that `init` made.")
  var dataDir: String?

  @Option(help: "Where plain HTTP listens: a loopback address. Port 0 picks a free one.")
  var http = ServeCommand.defaultHTTP

  @Option(help: "Where HTTPS listens.")
  var https = ServeCommand.defaultHTTPS

  @Flag(help: "Let one program carry the calls: it finds its token in switch/telephony.token (docs/telephony-port.md).")
  var telephonyAdapter = false

  @Flag(help: "Run with nothing that keeps it from the rest of the system.")
  var acceptNoIsolation = false

  /// The switch's own folder, from `serve`, who has started it: it knows of no other.
  @Option(help: .private) var folder: String?
  @OptionGroup var rollback: RollbackOptions
  @OptionGroup var place: PlaceOptions
  @OptionGroup var depositQueue: DepositQueueOptions
  @OptionGroup var voice: VoiceOptions
  @OptionGroup var recording: RecordingOptions
  @OptionGroup var shared: SharedOptions

  func validate() throws {
    guard (folder == nil) != (dataDir == nil) else { throw ValidationError("give --data-dir") }
  }

  func run() async throws {
    let lone = try dataDir.map { try alone(DataFolder($0)) }
    let host = ProcessHost(label: "switch", control: lone?.control)
    let front = SwitchFront(host) { try await open(host, folder ?? lone?.folder ?? "", place.place ?? lone?.place) }
    try await host.run {
      let services = try await front.services()
      let identity = TLSIdentity(try await host.link.send(IssueServerIdentity()))
      return [services] + listeners(front, identity, host)
    } close: {
      try await front.close()
    }
  }

  private func alone(_ folder: DataFolder) throws -> (control: LoneControl, folder: String, place: Place) {
    let place = try Settings.load(folder).place
    let control = try LoneControl(
      .switch, folder, addresses: ["http": http, "https": https], acceptsNone: acceptNoIsolation)
    return (control, folder.switchFolder, place)
  }

  private func open(_ host: ProcessHost, _ folder: String, _ place: Place?) async throws -> SwitchProcess {
    guard let place else { throw ProgramProblem(.badArgument, message: "give --region and --account") }
    var configuration = SwitchProcess.Configuration(
      folder: folder, place: place, quotas: shared.quotas, checksResponses: shared.checkResponses,
      rates: shared.rates,
      telephonyToken: telephonyAdapter ? try Self.telephonyToken(folder) : nil, depositQueue: depositQueue.limits,
      now: Host.now, newID: Host.newID, logger: host.logger)
    configuration.voice = voice.settings
    configuration.suspensionSecondsMax = recording.recordingSuspensionSeconds
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
