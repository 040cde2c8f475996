import ArgumentParser
import Foundation
import Keep
import Vocabulary

/// Makes a data folder of a backup.
struct RestoreCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore", abstract: "Verifies a backup and makes a data folder of it; says how to go on.",
    discussion: """
      Every session has ended in it. What else was ended since the backup stays ended when you give the ledger of after it,
      with a checkpoint of it: `switchkeep audit export` and `audit checkpoint` on the folder that was lost, or what a sink holds.
      Without them it lives again, and `serve` does not start against a newer checkpoint unless you accept that (docs/ledger.md).
      """)

  @Option(help: "The folder that `backup` wrote.")
  var from: String

  @Option(help: "Where to: a folder that is not there yet, or empty.")
  var dataDir: String

  @Option(help: "A file with what `audit export` printed of the ledger after the backup.")
  var ledger: String?

  @Option(help: "A file with a checkpoint that covers it.")
  var checkpoint: String?

  @Option(help: "The verifier key that `init` printed, or a file with it; else the one in the backup.")
  var verifierKey: String?

  @OptionGroup var secret: SecretOptions

  func validate() throws {
    guard (ledger == nil) == (checkpoint == nil) else { throw ValidationError("--ledger and --checkpoint go together") }
  }

  func run() async throws {
    let source = DataFolder(from).path
    let bytes = try Self.manifestBytes(source)
    guard let manifest = BackupManifest(bytes) else {
      throw ProgramProblem(.badArgument, message: "\(source)/\(BackupManifest.name) is no manifest of a backup")
    }
    let newer = try ledger.map { (export: $0, checkpoint: try DataFolder.read(checkpoint ?? "")) }
    let folder = DataFolder(dataDir)
    try BackupCommand.make(folder.path, outside: DataFolder(source))
    do {
      try Self.copy(manifest, source, folder)
      try verify(manifest, folder)
      let settings = try Settings.load(folder)
      _ = try settings.rootKeySource(folder)
      try await finish(manifest, bytes, source, folder, newer)
    } catch {
      do { try Self.clear(folder) } catch let problem {
        FileHandle.standardError.write(Data("\(folder.path) holds what is no whole contact centre, remove it: \(problem)\n".utf8))
      }
      throw error
    }
  }

  /// Nothing is left of a folder that was not verified to its end.
  private static func clear(_ folder: DataFolder) throws {
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
      try FileManager.default.removeItem(atPath: "\(folder.path)/\(name)")
    }
  }

  private static func manifestBytes(_ source: String) throws -> [UInt8] {
    guard FileManager.default.fileExists(atPath: "\(source)/\(BackupManifest.name)") else {
      throw ProgramProblem(
        .cannotRead, message: "\(source) is no backup: it has no \(BackupManifest.name), which `backup` writes last")
    }
    return try DataFolder.read("\(source)/\(BackupManifest.name)")
  }

  /// Every file is compared with what the manifest says of it after it was copied.
  private static func copy(_ manifest: BackupManifest, _ source: String, _ folder: DataFolder) throws {
    try folder.make()
    let (progress, manager) = (BackupProgress(), FileManager.default)
    for (number, file) in manifest.files.enumerated() {
      progress.tell("restore", Double(number) / Double(manifest.files.count))
      let target = "\(folder.path)/\(file.path)"
      try manager.createDirectory(
        atPath: URL(fileURLWithPath: target).deletingLastPathComponent().path, withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700])
      guard (try? manager.copyItem(atPath: "\(source)/\(file.path)", toPath: target)) != nil else {
        throw ProgramProblem(.cannotRead, message: "\(file.path) is missing in the backup, or there is no room for it")
      }
      guard try BackupManifest.file(file.path, in: folder.path) == file else {
        throw ProgramProblem(.badArgument, message: "\(file.path) in the backup is not what was backed up")
      }
    }
  }

  private func verify(_ manifest: BackupManifest, _ folder: DataFolder) throws {
    let given = try verifierKey.map { key in
      guard FileManager.default.fileExists(atPath: key) else { return key }
      return String(decoding: try DataFolder.read(key), as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
    let report = try LedgerReader(keepFolder: folder.keep).verify(
      key: given ?? manifest.verifierKey, against: [("the backup's checkpoint", Array(manifest.checkpoint.utf8))])
    guard report.isClean else {
      throw ProgramProblem(
        .badArgument,
        message: "the ledger in the backup is not clean: \(report.findings.map(\.description).joined(separator: "; "))")
    }
  }

  private func finish(
    _ manifest: BackupManifest, _ bytes: [UInt8], _ source: String, _ folder: DataFolder,
    _ newer: (export: String, checkpoint: [UInt8])?
  ) async throws {
    let seal = try DataFolder.read("\(source)/\(BackupManifest.sealName)")
    let (sessions, continuation) = try await KeepOptions.open(folder, secret) { keep in
      let digest = Array(BackupManifest.digest(of: bytes).utf8)
      guard (try? await keep.openFromBackup(seal, as: BackupManifest.name)) == digest else {
        throw ProgramProblem(.badArgument, message: "the manifest is not the one that was written with the backup")
      }
      for path in BackupWriter.keys {
        let sealed = "\(folder.path)/\(path)\(BackupManifest.sealedSuffix)"
        try BackupWriter.store(try await keep.openFromBackup(try DataFolder.read(sealed), as: path), at: "\(folder.path)/\(path)")
        try FileManager.default.removeItem(atPath: sealed)
      }
      var continuation: LedgerContinuation?
      if let newer { continuation = try await keep.continueLedger(with: newer.export, to: newer.checkpoint) }
      let sessions = try await keep.endAllSessions()
      try await keep.recordCommand(
        "RestoreBackup",
        [
          "createdAt": .string(manifest.createdAt), "entries": .number(manifest.entries),
          "added": .number(continuation?.added ?? 0),
          "sessionsEnded": .number(sessions), "closed": .strings(continuation?.closed ?? []),
        ], errorCode: nil)
      return (sessions, continuation)
    }
    report(manifest, sessions, continuation, folder)
  }

  private func report(_ manifest: BackupManifest, _ sessions: Int, _ continuation: LedgerContinuation?, _ folder: DataFolder) {
    print("The backup of \(manifest.createdAt) is in \(folder.path): \(manifest.entries) entries of the ledger, verified.")
    print("\(sessions) sessions were ended.")
    if let continuation {
      print("\(continuation.added) later entries were added; what these ended is ended again:")
      for closed in continuation.closed { print("  \(closed)") }
      if continuation.uncovered > 0 { print("\(continuation.uncovered) entries are left out: no checkpoint covers them") }
    } else {
      print("Keys, users and content that were ended since live again: restore with --ledger and --checkpoint to prevent that.")
    }
    let hint = continuation == nil ? "    (--accept-rollback, where newer checkpoints are known)" : ""
    print(
      """
      Next:
        put the credentials of your clients into \(folder.credentialsFile): they are in no backup
        switchkeep serve --data-dir \(folder.path)\(hint)
      """)
  }
}
