import ArgumentParser
import CProcesses
import Foundation
import HTTPHost
import Keep

/// The supervisor: it starts the switch and the keep, joins them, and parses nothing that comes from outside.
struct ServeCommand: ParsableCommand {
  static let defaultHTTP = Address(host: "127.0.0.1", port: 8080)
  static let defaultHTTPS = Address(host: "127.0.0.1", port: 8443)
  static let defaultKeep = Address(host: "127.0.0.1", port: 8444)

  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract:
      "Serves a contact centre, and prints `ready http=URL https=URL keep=URL isolation=WORD keep-state=WORD` when it does.",
    discussion: """
      Without its root secret the keep is sealed: everything listens, and nothing is served until `switchkeep unseal`.
      """)

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

  @Flag(help: "Let one program carry the calls: it finds its token in switch/telephony.token (docs/telephony-port.md).")
  var telephonyAdapter = false

  @Option(help: "Started by root: the user that the switch becomes, a name or a number.")
  var switchUser: String?

  @Option(help: "Started by root: the user that the keep becomes, a name or a number.")
  var keepUser: String?

  @Flag(help: "Go on where the kernel has no Landlock, so that nothing but its code keeps the switch out of the keep.")
  var acceptNoIsolation = false

  @Flag(
    help:
      "Go on with a ledger that is older than, or another than, what the switch and the sinks know of it; it is put on record.")
  var acceptRollback = false

  @OptionGroup var secret: SecretOptions
  @OptionGroup var depositQueue: DepositQueueOptions
  @OptionGroup var voice: VoiceOptions
  @OptionGroup var recording: RecordingOptions
  @OptionGroup var shared: SharedOptions

  func validate() throws {
    guard voice.sip == nil || !telephonyAdapter else {
      throw ValidationError("calls are carried by --sip or by --telephony-adapter, not by both")
    }
    guard (tlsCertificate == nil) == (tlsKey == nil) else {
      throw ValidationError("--tls-certificate and --tls-key go together")
    }
    guard tlsCABundle == nil || tlsCertificate != nil else {
      throw ValidationError("--tls-ca-bundle goes with --tls-certificate")
    }
  }

  func run() throws {
    Descriptors.takeAll()
    let folder = DataFolder(dataDir)
    let settings = try Settings.load(folder)
    guard cprocesses_hide_memory() == 0 else {
      throw ProgramProblem(.notIsolated, message: "the memory of the supervisor, which holds the root secret, cannot be hidden")
    }
    let held = try heldSecret(try settings.rootKeySource(folder), folder)
    let lock = try FolderLock(folder)
    let rollback = try RollbackCheck(folder: folder).run(accepts: acceptRollback)
    let isolation = try Isolation(folder, switchUser: switchUser, keepUser: keepUser, acceptsNone: acceptNoIsolation)
    try isolation.prepare(folder)
    var supervisor = try Supervisor(
      plan: ServePlan(
        command: self, folder: folder, settings: settings, isolation: isolation, rollback: rollback, lock: lock.descriptor),
      secret: held)
    let status = try supervisor.run()
    _ = consume lock
    if status != 0 { throw ExitCode(status) }
  }

  /// What is given by hand and cannot be the secret is refused. Where a file or a credential cannot be read, the keep starts
  /// sealed: the listeners say so, and the recovery key opens it without another configuration.
  private func heldSecret(_ source: RootSecretSource, _ folder: DataFolder) throws -> HeldSecret? {
    guard source != .passphrase else { return try secret.secretIfGiven(of: source, folder).map(HeldSecret.init) }
    do { return try HeldSecret(try secret.secret(of: source, folder)) } catch let problem as KeyServiceProblem {
      FileHandle.standardError.write(Data("serve: the keep starts sealed: \(problem.message)\n".utf8))
      return nil
    }
  }

  /// What `aws/config` tells clients to trust: the local authority, or what the operator says of a certificate of their own.
  func caBundle(_ folder: DataFolder) -> String? {
    tlsCertificate == nil ? folder.authorityFile : tlsCABundle.map { DataFolder($0).path }
  }
}
