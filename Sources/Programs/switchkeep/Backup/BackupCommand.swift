import ArgumentParser
import Foundation
import Keep
import Vocabulary

/// Copies a contact centre while it serves.
struct BackupCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup",
    abstract: "Copies everything into a new folder, also while `serve` runs; `restore` takes it from there.",
    discussion: """
      Left out are credentials: the root secret, aws/, the telephony token. Keys that lie in clear in the data folder are put
      under the keep's. What was deleted lives on in backups of before, until these are deleted too.
      """)

  @OptionGroup var keep: KeepOptions

  @Option(help: "Where to: a folder that is not there yet, or empty, outside of the data folder.")
  var to: String

  func run() async throws {
    let folder = keep.folder
    _ = try Settings.load(folder)
    let target = DataFolder(to).path
    try Self.make(target, outside: folder)
    let manifest = try await keep.open { keep in
      try await keep.recordCommand("CreateBackup", ["folder": .string(target)], errorCode: nil)
      try await keep.settleLedger()
      return try await BackupWriter(folder: folder, target: target, keep: keep).write()
    }
    print("\(manifest.files.count) files, \(manifest.entries) entries of the ledger")
    print("Restore it with: switchkeep restore --from \(target) --data-dir NEW-FOLDER")
  }

  static func make(_ path: String, outside folder: DataFolder) throws {
    guard path != folder.path, !path.hasPrefix(folder.path + "/") else {
      throw ProgramProblem(.badArgument, message: "\(path) lies in the data folder: choose one elsewhere")
    }
    try makeEmpty(path)
  }

  /// - Throws: ProgramProblem for a folder that has something in it, or cannot be made.
  static func makeEmpty(_ path: String) throws {
    if let there = try? FileManager.default.contentsOfDirectory(atPath: path) {
      guard there.isEmpty else { throw ProgramProblem(.badArgument, message: "\(path) is not empty: choose another folder") }
      return
    }
    do {
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch { throw ProgramProblem(.cannotWrite, message: "cannot make the folder \(path)") }
  }
}

/// Tells on standard error how far long work is, at most once a second.
final class BackupProgress {
  private var last = Date()

  func tell(_ what: String, _ part: Double) {
    guard Date().timeIntervalSince(last) >= 1 else { return }
    last = Date()
    FileHandle.standardError.write(Data("\(what): \(Int(part * 100)) %\n".utf8))
  }
}

/// Writes one backup. The switch comes first: what goes from it to the keep meanwhile is in both copies, and the keep drops what
/// comes twice; the other way round it could be in neither, and the switch could know a checkpoint that the keep does not have.
struct BackupWriter {
  private static let databases = ["switch/switch.sqlite", "switch/contacts.sqlite"]
  private static let keepDatabase = "keep/keep.sqlite"
  private static let plain = ["settings.json", "ledger.vkey", "ca.pem", "switch/functions.json", "switch/bots.json"]
  private static let trees = ["switch/functions", "switch/bots", "switch/prompts", "switch/buckets"]
  static let keys = ["keep/ca.key", "switch/protection.key"]

  let folder: DataFolder
  let target: String
  let keep: KeepProcess
  private let progress = BackupProgress()

  init(folder: DataFolder, target: String, keep: KeepProcess) {
    self.folder = folder
    self.target = target
    self.keep = keep
  }

  func write() async throws -> BackupManifest {
    var paths: [String] = []
    for path in Self.databases {
      try makeFolder(of: path)
      try BackupManifest.copyDatabase("\(folder.path)/\(path)", to: "\(target)/\(path)") { progress.tell(path, $0) }
      paths.append(path)
    }
    try makeFolder(of: Self.keepDatabase)
    let ledger = try BackedUpLedger.copy(keepFolder: folder.keep, to: "\(target)/\(Self.keepDatabase)") {
      progress.tell(Self.keepDatabase, $0)
    }
    paths.append(Self.keepDatabase)
    for path in files() {
      try copy(path)
      paths.append(path)
    }
    for path in Self.keys { paths.append(try await seal(path)) }
    let files = try paths.map { try BackupManifest.file($0, in: target) }
    return try await finish(BackupManifest(createdAt: Host.now(), ledger: ledger, files: files))
  }

  private func finish(_ manifest: BackupManifest) async throws -> BackupManifest {
    let bytes = manifest.bytes
    let digest = Array(BackupManifest.digest(of: bytes).utf8)
    let seal = try await keep.sealForBackup(digest, as: BackupManifest.name)
    try Self.store(seal, at: "\(target)/\(BackupManifest.sealName)")
    Descriptors.sync()
    try Self.store(bytes, at: "\(target)/\(BackupManifest.name)")
    Descriptors.sync()
    return manifest
  }

  private func files() -> [String] {
    let manager = FileManager.default
    let below = Self.trees.flatMap { tree in
      (manager.enumerator(atPath: "\(folder.path)/\(tree)")?.compactMap { $0 as? String } ?? []).map { "\(tree)/\($0)" }
    }
    return (Self.plain + below.sorted()).filter { path in
      let type = try? manager.attributesOfItem(atPath: "\(folder.path)/\(path)")[.type] as? FileAttributeType
      return type == .typeRegular
    }
  }

  private func copy(_ path: String) throws {
    try makeFolder(of: path)
    progress.tell(path, 0)
    do { try FileManager.default.copyItem(atPath: "\(folder.path)/\(path)", toPath: "\(target)/\(path)") } catch {
      throw ProgramProblem(.cannotWrite, message: "cannot copy \(path) to \(target): is there room?")
    }
  }

  private func seal(_ path: String) async throws -> String {
    let name = path + BackupManifest.sealedSuffix
    try makeFolder(of: name)
    try Self.store(
      try await keep.sealForBackup(try DataFolder.read("\(folder.path)/\(path)"), as: path), at: "\(target)/\(name)")
    return name
  }

  private func makeFolder(of path: String) throws {
    let parent = URL(fileURLWithPath: "\(target)/\(path)").deletingLastPathComponent().path
    try FileManager.default.createDirectory(
      atPath: parent, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
  }

  static func store(_ bytes: [UInt8], at path: String) throws {
    guard FileManager.default.createFile(atPath: path, contents: Data(bytes), attributes: [.posixPermissions: 0o600]) else {
      throw ProgramProblem(.cannotWrite, message: "cannot write \(path)")
    }
  }
}
