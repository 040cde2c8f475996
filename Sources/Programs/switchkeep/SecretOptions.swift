import ArgumentParser
import Foundation
import Keep

/// How a command comes by the root secret where that is a passphrase: never as an argument or in the environment, which others
/// can read.
struct SecretOptions: ParsableArguments {
  @Option(
    name: .customLong("passphrase-fd"),
    help: ArgumentHelp(
      "The descriptor that the passphrase of the root key is read from, to its end or the first line's.",
      discussion: "Without it the terminal is asked. Not for a root key from a credential or a file.", valueName: "n"))
  var passphraseDescriptor: Int32?

  /// What `--root-key` says.
  static func source(_ text: String) throws -> RootSecretSource { try RootSecretSource(text) }

  func validate() throws {
    guard passphraseDescriptor ?? 0 >= 0 else { throw ValidationError("--passphrase-fd is the number of a descriptor") }
  }

  /// The secret of a contact centre that is there, to be read before anything is opened that could take the descriptor's number.
  /// - Throws: ProgramProblem where it is a passphrase and nobody is there to give it.
  func secret(of source: RootSecretSource, _ folder: DataFolder) throws -> RootSecret {
    guard let secret = try secretIfGiven(of: source, folder) else {
      throw ProgramProblem(
        .noSecret,
        message: "the root key of \(folder.path) has a passphrase: give it with --passphrase-fd N, or on a terminal")
    }
    return secret
  }

  /// The same; nil where it is a passphrase and nobody is there to give it.
  func secretIfGiven(of source: RootSecretSource, _ folder: DataFolder) throws -> RootSecret? {
    guard source == .passphrase else {
      try notGiven(source)
      return try Self.stored(source, folder)
    }
    if let passphraseDescriptor { return try Passphrase.read(descriptor: passphraseDescriptor) }
    return Passphrase.canAsk ? try Passphrase.ask("Passphrase of the root key: ") : nil
  }

  /// The secret of a root key that is to be made.
  func newSecret(of source: RootSecretSource, _ folder: DataFolder) throws -> RootSecret {
    guard source == .passphrase else {
      try notGiven(source)
      return try Self.stored(source, folder)
    }
    if let passphraseDescriptor { return try Passphrase.read(descriptor: passphraseDescriptor) }
    guard Passphrase.canAsk else {
      throw ProgramProblem(
        .noSecret,
        message: """
          the root key needs a secret, and there is no terminal to ask for a passphrase: give one with --passphrase-fd N, or \
          name where it comes from: --root-key file:PATH, outside of the data folder and of mode 0600, or credential:NAME
          """)
    }
    return try Passphrase.askTwice()
  }

  private func notGiven(_ source: RootSecretSource) throws {
    guard passphraseDescriptor == nil else {
      throw ValidationError("--passphrase-fd is for a passphrase, and this root key has its secret from \(source.text)")
    }
  }

  /// The secret of a file or a credential.
  static func stored(_ source: RootSecretSource, _ folder: DataFolder) throws -> RootSecret {
    try source.read(
      dataFolder: folder.path, credentialsFolder: ProcessInfo.processInfo.environment["CREDENTIALS_DIRECTORY"])
  }
}
