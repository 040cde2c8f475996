import ArgumentParser
import Foundation
import Keep
import Link
import Logging
import Protection
import Vocabulary

/// What opens the keep's keys.
struct RootKeyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "root-key", abstract: "Changes what opens the keep's keys; docs/keys.md tells of them.",
    subcommands: [RootKeyChangeCommand.self, RootKeyAdoptCommand.self])

  fileprivate static func open(_ folder: DataFolder, _ settings: Settings, _ opened: KeepKeys) async throws -> KeepProcess {
    try await Host.openKeep(folder, settings, opened, switchSide: NoPeer(), logger: Logger(label: "root-key"))
  }

  fileprivate static func event(_ source: RootSecretSource) -> JSON { ["source": .string(source.text)] }
}

struct RootKeyChangeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "change",
    abstract: "Sets another root secret, and prints a new recovery key; the old ones open nothing after.",
    discussion: """
      Nothing may serve the folder meanwhile: `serve` would hold a secret that is none any more. Copies of the folder that were \
      made before still open with the old secret.
      """)

  @Option(help: "The folder that `init` made.")
  var dataDir: String

  @Option(
    help: "Where the new secret comes from: passphrase, credential:NAME or file:PATH.", transform: SecretOptions.source)
  var rootKey: RootSecretSource

  @OptionGroup var new: SecretOptions

  @Option(
    name: .customLong("current-passphrase-fd"), help: "The descriptor that the present passphrase is read from.")
  var currentPassphraseDescriptor: Int32?

  @Option(
    name: .customLong("recovery-key-fd"), help: "The descriptor that the recovery key is read from, where the secret is lost.")
  var recoveryKeyDescriptor: Int32?

  func validate() throws {
    guard currentPassphraseDescriptor == nil || recoveryKeyDescriptor == nil else {
      throw ValidationError("--current-passphrase-fd and --recovery-key-fd are two ways to one thing")
    }
  }

  func run() async throws {
    let folder = DataFolder(dataDir)
    let settings = try Settings.load(folder)
    let current = try key(of: try settings.rootKeySource(folder), folder)
    let secret = try new.newSecret(of: rootKey, folder)
    let lock = try FolderLock(folder)
    let opened = try KeepKeys(folder: folder.keep)
    try await opened.keys.unlock(with: current)
    let keep = try await RootKeyCommand.open(folder, settings, opened)
    try await keep.recordCommand("ChangeRootKey", RootKeyCommand.event(rootKey), errorCode: nil)
    let recovery = try await opened.keys.change(to: secret, source: rootKey)
    try await keep.close()
    try Settings(region: settings.region, account: settings.account, rootKey: rootKey).save(folder)
    _ = consume lock
    print("The root key of \(folder.path) opens with its new secret.\n\(recovery.announcement)")
  }

  private func key(of source: RootSecretSource, _ folder: DataFolder) throws -> UnsealKey {
    if let recoveryKeyDescriptor {
      return .recovery(try RecoveryKey(written: try Passphrase.read(descriptor: recoveryKeyDescriptor)))
    }
    if let currentPassphraseDescriptor { return .secret(try Passphrase.read(descriptor: currentPassphraseDescriptor)) }
    guard source == .passphrase else { return .secret(try SecretOptions.stored(source, folder)) }
    guard Passphrase.canAsk else {
      throw ProgramProblem(.noSecret, message: "give the present passphrase with --current-passphrase-fd N, or on a terminal")
    }
    return .secret(try Passphrase.ask("Present passphrase of the root key: "))
  }
}

struct RootKeyAdoptCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "adopt",
    abstract: "Makes the root key of a folder from before there was one, around its keep/protection.key, which goes.",
    discussion: "Copies of the folder that were made before still open without any secret.")

  @Option(help: "The folder that `init` made.")
  var dataDir: String

  @Option(help: "Where the secret comes from: passphrase, credential:NAME or file:PATH.", transform: SecretOptions.source)
  var rootKey = RootSecretSource.passphrase

  @OptionGroup var secret: SecretOptions

  func run() async throws {
    let folder = DataFolder(dataDir)
    let settings = try Settings.load(folder)
    guard settings.rootKey == nil else {
      throw ProgramProblem(.alreadyInitialised, message: "\(folder.path) has a root key; `root-key change` sets another secret")
    }
    let given = try secret.newSecret(of: rootKey, folder)
    let lock = try FolderLock(folder)
    let file = KeyFile(path: folder.formerProtectionFile)
    let opened = try KeepKeys(folder: folder.keep)
    let recovery = try await recovery(opened, given, settings, file)
    let keep = try await RootKeyCommand.open(folder, settings, opened)
    try await keep.recordCommand("AdoptRootKey", RootKeyCommand.event(rootKey), errorCode: nil)
    try await keep.close()
    try Settings(region: settings.region, account: settings.account, rootKey: rootKey).save(folder)
    try FileManager.default.removeItem(atPath: file.path)
    _ = consume lock
    print("The keys of \(folder.path) are under a root key now, and \(file.path) is gone.\n\(recovery.announcement)")
  }

  /// One that was killed half-way goes on where it was, with the secret that it was given then.
  private func recovery(_ opened: KeepKeys, _ given: RootSecret, _ settings: Settings, _ file: KeyFile) async throws
    -> RecoveryKey
  {
    guard try await opened.keys.state == .sealed else {
      return try await opened.make(
        given, from: rootKey, protection: try file.load(), account: settings.account, at: Host.now())
    }
    try await opened.keys.unlock(with: given)
    guard try await opened.keys.protectionKey().symmetricKey == file.load().symmetricKey else {
      throw ProgramProblem(.alreadyInitialised, message: "the root key is around another key than \(file.path)")
    }
    _ = try await opened.keys.defaultKey(in: settings.account, at: Host.now())
    return try await opened.keys.change(to: given, source: rootKey)
  }
}

extension RecoveryKey {
  /// What is printed of a new one, once.
  var announcement: String {
    """
      recovery key \(text)
    It opens the keep where the root secret is lost. Write it down and keep it apart from this machine; it is stored nowhere.
    """
  }
}
