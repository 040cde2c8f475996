import ArgumentParser
import ConnectAPI
import HTTPHost
import Keep
import Logging
import Metrics
import ResourceStore
import ServiceLifecycle
import Switch
import UnixSignals
import Vocabulary

struct ServeCommand: AsyncParsableCommand {
  static let defaultHTTP = Address(host: "127.0.0.1", port: 8080)
  static let defaultHTTPS = Address(host: "127.0.0.1", port: 8443)
  static let defaultKeep = Address(host: "127.0.0.1", port: 8444)

  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Serves a contact centre, and prints `ready http=URL https=URL keep=URL` when it does.")

  @Option(help: "The folder that `init` made.")
  var dataDir: String

  @Option(help: "Where plain HTTP listens: a loopback address. Port 0 picks a free one.")
  var http = ServeCommand.defaultHTTP

  @Option(help: "Where HTTPS listens.")
  var https = ServeCommand.defaultHTTPS

  @Option(help: "Where the keep's own services listen, over TLS.")
  var keep = ServeCommand.defaultKeep

  @Option(name: .customLong("tls-certificate"), help: "A PEM certificate chain of your own in place of the local authority's.")
  var tlsCertificate: String?

  @Option(name: .customLong("tls-key"), help: "The PEM private key that goes with it.")
  var tlsKey: String?

  @Option(
    name: .customLong("tls-ca-bundle"),
    help: "What clients must trust for that certificate, when their own store does not: it goes into aws/config.")
  var tlsCABundle: String?

  @Option(help: "How many of a kind an instance may have, such as queue=50. May be given repeatedly.")
  var quota: [QuotaArgument] = []

  @Option(
    help: ArgumentHelp(
      "How many requests a second of one access-key (5000), one participant of a chat (100), or one address with neither (100).",
      discussion: "Two seconds' worth may come at once. 0 is without limit. May be given repeatedly.", valueName: "caller=n"))
  var rate: [RateArgument] = []

  @Flag(help: "Let one program carry the calls: it finds its token in switch/telephony.token (docs/telephony-port.md).")
  var telephonyAdapter = false

  @Flag(help: "Check every response against the interface description; a violation becomes an error. For tests.")
  var checkResponses = false

  func validate() throws {
    guard (tlsCertificate == nil) == (tlsKey == nil) else {
      throw ValidationError("--tls-certificate and --tls-key go together")
    }
    guard tlsCABundle == nil || tlsCertificate != nil else {
      throw ValidationError("--tls-ca-bundle goes with --tls-certificate")
    }
  }

  func run() async throws {
    Descriptors.takeAll()
    let folder = DataFolder(dataDir)
    let settings = try Settings.load(folder)
    let lock = try FolderLock(folder)
    LoggingSystem.bootstrap(StreamLogHandler.standardError)
    let registry = PrometheusRegistry()
    MetricsSystem.bootstrap(registry)
    let logger = Logger(label: "switchkeep")
    let options = Host.Options(
      quotas: Quotas(Dictionary(quota.map { (Kind(rawValue: $0.kind), $0.count) }) { $1 }), checksResponses: checkResponses,
      rates: rate.reduce(into: CallerRates.Limits()) { $1.apply(to: &$0) }, hasTelephonyAdapter: telephonyAdapter)
    let host = try await Host.open(folder, settings, options, logger: logger)
    let listeners = Listeners(
      command: self, folder: folder, region: settings.region, host: host, registry: registry, logger: logger)
    let group = ServiceGroup(
      services: host.keep.services + host.switchProcess.services + (try listeners.services()),
      gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
    try await group.run()
    try await host.close()
    _ = consume lock
  }

  /// What `aws/config` tells clients to trust: the local authority, or what the operator says of a certificate of their own.
  func caBundle(_ folder: DataFolder) -> String? {
    tlsCertificate == nil ? folder.authorityFile : tlsCABundle.map { DataFolder($0).path }
  }

  /// The operator's certificate, or a leaf of the local authority for the hosts that are served.
  func identity(_ folder: DataFolder) throws -> TLSIdentity {
    if let tlsCertificate, let tlsKey {
      return TLSIdentity(
        certificateChainPEM: try DataFolder.read(tlsCertificate), privateKeyPEM: try DataFolder.read(tlsKey))
    }
    return try Certificates(folder: folder).identity(for: [https.host, keep.host], at: Host.now())
  }
}

/// `CALLER=N`.
struct RateArgument: ExpressibleByArgument, Sendable {
  private enum Caller: String {
    case accessKey = "access-key"
    case participant
    case address
  }

  private static let perSecondMax = 1_000_000

  private let caller: Caller
  private let rate: CallerRate

  init?(argument: String) {
    let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
    guard parts.count == 2, let caller = Caller(rawValue: parts[0]), let perSecond = Int(parts[1]),
      (0...Self.perSecondMax).contains(perSecond)
    else { return nil }
    self.caller = caller
    rate = CallerRate(perSecond: perSecond)
  }

  func apply(to limits: inout CallerRates.Limits) {
    switch caller {
    case .accessKey: limits.accessKey = rate
    case .participant: limits.participant = rate
    case .address: limits.address = rate
    }
  }
}

/// `KIND=N`.
struct QuotaArgument: ExpressibleByArgument, Sendable {
  let kind: String
  let count: Int

  init?(argument: String) {
    let parts = argument.split(separator: "=", maxSplits: 1)
    guard parts.count == 2, let count = Int(parts[1]), count >= 0 else { return nil }
    kind = String(parts[0])
    self.count = count
  }
}
