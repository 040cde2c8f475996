import ArgumentParser
import CProcesses
import Foundation
import Glibc
import HTTPHost
import Keep
import Link
import LinkSocket
import Logging
import ServiceLifecycle
import Vocabulary

/// The keep as a process of its own.
struct KeepCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keep", abstract: "Runs the keep alone, for development; `serve` starts it otherwise.",
    discussion: """
      A switch that is run alone on the same folder, by the same user, finds it. Without its root secret it is sealed.
      """)

  @Option(help: "The folder that `init` made.")
  var dataDir: String

  @Option(help: "Where the keep's own services listen, over TLS.")
  var listen = ServeCommand.defaultKeep

  @Option(help: "The name or address of the switch's TLS listener, for its certificate.")
  var switchHost = ServeCommand.defaultHTTPS.host

  @Flag(help: "Run with nothing that keeps it from the rest of the system.")
  var acceptNoIsolation = false

  /// Whether `serve` has started it.
  @Flag(help: .private) var supervised = false
  /// Whether the operator's certificate is inherited.
  @Flag(help: .private) var givenCertificate = false
  /// Whether the root secret is inherited; without it the keep starts sealed.
  @Flag(help: .private) var givenRootSecret = false
  @OptionGroup var secret: SecretOptions
  @OptionGroup var rollback: RollbackOptions
  @OptionGroup var place: PlaceOptions
  @OptionGroup var shared: SharedOptions

  func run() async throws {
    let folder = DataFolder(dataDir)
    let given = givenCertificate ? try Self.inherited() : nil
    let secret = supervised ? givenRootSecret ? try Self.inheritedSecret() : nil : try loneSecret(folder)
    let accepted = supervised ? rollback.accepted : try RollbackCheck(folder: folder).run(accepts: false)
    guard cprocesses_hide_memory() == 0 else {
      throw ProgramProblem(.notIsolated, message: "the memory of the keep cannot be hidden")
    }
    let host = ProcessHost(label: "keep", control: supervised ? nil : try loneControl(folder))
    let door = try KeepDoor(folder, try configuration(folder, host), accepted: accepted, host)
    host.responder.handle(IssueServerIdentity.self) { _ in try given ?? issue(switchHost, folder) }
    let identity = TLSIdentity(try given ?? issue(listen.host, folder))
    try await host.run {
      let services = try await door.services(secret)
      host.answer()
      return [services, listener(door, identity, host)]
    } close: {
      try await door.close()
    }
  }

  private func loneControl(_ folder: DataFolder) throws -> LoneControl {
    try LoneControl(.keep, folder, addresses: ["keep": listen], acceptsNone: acceptNoIsolation)
  }

  private func loneSecret(_ folder: DataFolder) throws -> RootSecret? {
    try secret.secretIfGiven(of: try Settings.load(folder).rootKeySource(folder), folder)
  }

  private func configuration(_ folder: DataFolder, _ host: ProcessHost) throws -> KeepProcess.Configuration {
    KeepProcess.Configuration(
      folder: folder.keep, place: try place.place ?? Settings.load(folder).place, quotas: shared.quotas,
      checksResponses: shared.checkResponses, rates: shared.rates, now: Host.now, newID: Host.newID, logger: host.logger)
  }

  private func listener(_ door: KeepDoor, _ identity: TLSIdentity, _ host: ProcessHost) -> any Service {
    host.listener(
      .tls(host: listen.host, port: listen.port, identity: identity), limits: .standard, hasMetrics: false,
      keepProblem: { door.problem },
      onListening: { host.report(ControlMessage(ports: ["keep": $0], isSealed: door.isSealed)) },
      respond: { await door.respond(to: $0) },
      upgrade: { _ in .refuse(HTTPResponse(status: 404, text: "There is no WebSocket here.")) })
  }

  /// A leaf of the local authority for one host: made anew at every start, so that it never runs out in use.
  private func issue(_ name: String, _ folder: DataFolder) throws -> ServerIdentity {
    try Certificates(folder: folder).identity(for: [name], at: Host.now())
  }

  private static func inheritedSecret() throws -> RootSecret {
    defer { close(InheritedDescriptor.rootSecret) }
    return try RootSecret(readingAllOf: InheritedDescriptor.rootSecret)
  }

  private static func inherited() throws -> ServerIdentity {
    func read(_ descriptor: Int32) throws -> [UInt8] {
      Array(try FileHandle(fileDescriptor: descriptor, closeOnDealloc: true).readToEnd() ?? Data())
    }
    return ServerIdentity(
      certificateChainPEM: try read(InheritedDescriptor.certificate), privateKeyPEM: try read(InheritedDescriptor.certificateKey))
  }
}

extension TLSIdentity {
  init(_ identity: ServerIdentity) {
    self.init(certificateChainPEM: identity.certificateChainPEM, privateKeyPEM: identity.privateKeyPEM)
  }
}
