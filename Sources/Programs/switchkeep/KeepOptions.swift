import ArgumentParser
import ConnectAPI
import Keep
import Link
import Logging

/// The contact centre that a command is for, and what opens its keep.
struct KeepOptions: ParsableArguments {
  @Option(help: "The folder that `init` made.")
  var dataDir: String

  @OptionGroup var secret: SecretOptions

  var folder: DataFolder { DataFolder(dataDir) }

  /// The keep, opened beside `serve` for one thing that a command does.
  func open<Answer>(_ body: (KeepProcess) async throws -> Answer) async throws -> Answer {
    try await Self.open(folder, secret, body)
  }

  static func open<Answer>(
    _ folder: DataFolder, _ secret: SecretOptions, _ body: (KeepProcess) async throws -> Answer
  ) async throws -> Answer {
    let settings = try Settings.load(folder)
    let given = try secret.secret(of: try settings.rootKeySource(folder), folder)
    let opened = try KeepKeys(folder: folder.keep)
    try await opened.keys.unlock(with: given)
    let keep = try await Host.openKeep(folder, settings, opened, switchSide: NoPeer(), logger: Logger(label: "keep"))
    let answer: Answer
    do { answer = try await body(keep) } catch {
      // Its database would be closed some time later, and its files come and go beneath whoever clears the folder away.
      try? await keep.close()
      throw error
    }
    try await keep.close()
    return answer
  }
}
