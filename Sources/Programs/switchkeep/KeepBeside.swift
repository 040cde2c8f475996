import ConnectAPI
import Keep
import Link
import Logging

/// The keep, opened beside `serve` for one thing that a command does.
enum KeepBeside {
  static func open<Answer>(
    _ dataDir: String, _ secret: SecretOptions, for label: String, _ body: (KeepProcess) async throws -> Answer
  ) async throws -> Answer {
    let folder = DataFolder(dataDir)
    let settings = try Settings.load(folder)
    let given = try secret.secret(of: try settings.rootKeySource(folder), folder)
    let opened = try KeepKeys(folder: folder.keep)
    try await opened.keys.unlock(with: given)
    let keep = try await Host.openKeep(folder, settings, opened, switchSide: NoPeer(), logger: Logger(label: label))
    let answer = try await body(keep)
    try await keep.close()
    return answer
  }
}
