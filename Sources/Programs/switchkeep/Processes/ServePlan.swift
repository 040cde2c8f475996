import Foundation
import Keep

/// How `serve` starts its two processes, and what it tells the world once they listen.
struct ServePlan: Sendable {
  let command: ServeCommand
  let folder: DataFolder
  let settings: Settings
  let isolation: Isolation
  let rollback: AcceptedRollback
  let lock: Int32

  enum Role: String, CaseIterable, Sendable {
    case keep, `switch`

    /// The names of its listeners.
    var listeners: Set<String> { self == .keep ? ["keep"] : ["http", "https"] }
  }

  /// - Parameters:
  ///   - ports: what the last start has found, so that a process which is started anew listens where it did.
  ///   - secret: the root secret, for the keep; nil where it starts sealed.
  func start(_ role: Role, ports: [String: Int], secret: HeldSecret?) throws -> ChildProcess {
    let files = role == .keep ? try keepFiles(secret) : []
    let arguments =
      switch role {
      case .keep: keepArguments(ports, files.map(\.place))
      case .switch: switchArguments(ports)
      }
    return try ChildProcess.start(
      isolation.confinement(of: role, folder),
      arguments + PlaceOptions.arguments(settings) + RollbackOptions.arguments(rollback)
        + command.shared.arguments,
      lock: lock, files: files)
  }

  /// What the keep needs and could not open.
  private func keepFiles(_ secret: HeldSecret?) throws -> [(place: Int32, descriptor: Int32)] {
    let files = [
      (InheritedDescriptor.certificate, try command.tlsCertificate.map(Self.opened)),
      (InheritedDescriptor.certificateKey, try command.tlsKey.map(Self.opened)),
      (InheritedDescriptor.rootSecret, try secret?.secret().pipe()),
    ]
    return files.compactMap { place, descriptor in descriptor.map { (place, $0) } }
  }

  /// Tells the operator.
  func say(_ text: String) { FileHandle.standardError.write(Data("serve: \(text)\n".utf8)) }

  private static func opened(_ path: String) throws -> Int32 {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw ProgramProblem(.cannotRead, message: "cannot read \(path)") }
    return descriptor
  }

  private func keepArguments(_ ports: [String: Int], _ given: [Int32]) -> [String] {
    [
      "keep", "--supervised", "--data-dir", folder.path, "--listen", command.keep.at(ports["keep"]), "--switch-host",
      command.https.host,
    ]
      + (given.contains(InheritedDescriptor.certificate) ? ["--given-certificate"] : [])
      + (given.contains(InheritedDescriptor.rootSecret) ? ["--given-root-secret"] : [])
  }

  private func switchArguments(_ ports: [String: Int]) -> [String] {
    [
      "switch", "--folder", folder.switchFolder, "--http", command.http.at(ports["http"]), "--https",
      command.https.at(ports["https"]),
    ] + (command.telephonyAdapter ? ["--telephony-adapter"] : []) + command.depositQueue.arguments + command.voice.arguments
      + command.recording.arguments
  }

  /// Brings the clients' files up to date, then says that all is ready.
  func announce(_ ports: [String: Int], isSealed: Bool) throws {
    let http = "http://\(command.http.authority(port: ports["http"] ?? 0))"
    let https = "https://\(command.https.authority(port: ports["https"] ?? 0))"
    let keep = "https://\(command.keep.authority(port: ports["keep"] ?? 0))"
    try AWSProfiles(folder: folder, region: settings.region, account: settings.account).writeConfig(
      connect: https, keep: keep, caBundle: command.caBundle(folder))
    try FileHandle.standardOutput.write(
      contentsOf: Array(
        "ready http=\(http) https=\(https) keep=\(keep) isolation=\(isolation.word) keep-state=\(isSealed ? "sealed" : "open")\n"
          .utf8))
  }
}

extension Address {
  /// A port that was given is kept; one that was picked stays what it was.
  fileprivate func at(_ known: Int?) -> String { authority(port: port == 0 ? known ?? 0 : port) }
}
