import ArgumentParser
import CProcesses
import Foundation
import Glibc
import Keep

/// Opens a keep that `serve` has started sealed.
struct UnsealCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "unseal",
    abstract: "Opens the keep that a running `serve` has started sealed, since it had no root secret or a wrong one.",
    discussion: """
      A credential or a file is read anew. `serve` holds the secret from then on, for a keep that it has to start anew; a \
      recovery key it does not hold.
      """)

  @Option(help: "The folder that `init` made.")
  var dataDir: String

  @OptionGroup var secret: SecretOptions

  @Option(
    name: .customLong("recovery-key-fd"), help: "The descriptor that the recovery key is read from, where the secret is lost.")
  var recoveryKeyDescriptor: Int32?

  func validate() throws {
    guard recoveryKeyDescriptor == nil || secret.passphraseDescriptor == nil else {
      throw ValidationError("--passphrase-fd and --recovery-key-fd are two ways to one thing")
    }
  }

  func run() throws {
    let folder = DataFolder(dataDir)
    let key = try key(folder, try Settings.load(folder))
    let socket = unsafe cprocesses_connect(folder.keep, UnsealSocket.name)
    guard socket >= 0 else {
      throw ProgramProblem(
        .notSealed, message: "no sealed keep waits in \(folder.path): it is open, or nothing serves the folder")
    }
    defer { close(socket) }
    let message = key.message
    guard unsafe cprocesses_send(socket, message, message.count, -1) == message.count else {
      throw ProgramProblem(.cannotStart, message: "the keep does not listen")
    }
    try tell(answer(socket))
  }

  /// Any secret may be given by hand, wherever the root key has its own from.
  private func key(_ folder: DataFolder, _ settings: Settings) throws -> UnsealKey {
    if let recoveryKeyDescriptor {
      return .recovery(try RecoveryKey(written: try Passphrase.read(descriptor: recoveryKeyDescriptor)))
    }
    let source = secret.passphraseDescriptor == nil ? try settings.rootKeySource(folder) : .passphrase
    return .secret(try secret.secret(of: source, folder))
  }

  private func answer(_ socket: Int32) -> UnsealAnswer? {
    var (bytes, descriptor) = ([UInt8](repeating: 0, count: 32), Int32(-1))
    let count = unsafe cprocesses_receive(socket, &bytes, bytes.count, &descriptor)
    return UnsealAnswer(rawValue: String(decoding: bytes.prefix(max(0, count)), as: UTF8.self))
  }

  private func tell(_ answer: UnsealAnswer?) throws {
    switch answer {
    case .opened: print("The keep is open.")
    case .wrong: throw ProgramProblem(.noSecret, message: "this does not open the keep; the next attempt has to wait a little")
    case .unusable: throw ProgramProblem(.noSecret, message: "this is no root secret of 12 to 4096 bytes, and no recovery key")
    case .busy: throw ProgramProblem(.cannotStart, message: "too many try to open the keep at once; try again")
    case .failed, nil: throw ProgramProblem(.cannotStart, message: "the keep could not open; the log of `serve` says why")
    }
  }
}
