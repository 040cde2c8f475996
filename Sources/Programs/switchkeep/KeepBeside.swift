import Keep
import Link
import Logging

/// The keep, opened beside `serve` for one thing that a command does.
enum KeepBeside {
  static func open<Answer>(
    _ dataDir: String, for label: String, _ body: (KeepProcess) async throws -> Answer
  ) async throws -> Answer {
    let folder = DataFolder(dataDir)
    let keep = try await Host.openKeep(folder, try Settings.load(folder), logger: Logger(label: label))
    let answer = try await body(keep)
    try await keep.close()
    return answer
  }
}
