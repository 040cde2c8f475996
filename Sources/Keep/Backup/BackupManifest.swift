import Crypto
import Foundation
import SQLiteEngine
package import Vocabulary

/// What a backup holds: `manifest.json`, written last, so that a folder without it is no backup.
package struct BackupManifest: Sendable {
  package struct File: Sendable, Hashable {
    /// In the backup's folder, and in the data folder but for `.sealed`.
    package let path: String
    package let bytes: Int
    /// SHA-256 in hexadecimal.
    package let digest: String
  }

  package static let name = "manifest.json"
  /// The digest of the manifest, under the keep's keys.
  package static let sealName = "manifest.sealed"
  package static let sealedSuffix = ".sealed"
  private static let format = "switchkeep-backup-1"
  private static let limits = JSON.Limits(textBytesMax: 1 << 28, depthMax: 8, valuesMax: 1 << 23)

  package let createdAt: String
  package let verifierKey: String
  /// Entries of the ledger in it.
  package let entries: Int
  /// The newest checkpoint in it.
  package let checkpoint: String
  package let files: [File]

  package init(createdAt: Moment, ledger: BackedUpLedger, files: [File]) {
    self.createdAt = createdAt.rfc3339
    verifierKey = ledger.verifierKey
    entries = ledger.entries
    checkpoint = ledger.checkpoint
    self.files = files
  }

  package var bytes: [UInt8] {
    let files = files.map { file -> JSON in
      ["path": .string(file.path), "bytes": .number(file.bytes), "sha256": .string(file.digest)]
    }
    let json: JSON = [
      "format": .string(Self.format), "createdAt": .string(createdAt), "verifierKey": .string(verifierKey),
      "entries": .number(entries), "checkpoint": .string(checkpoint), "files": .array(files),
    ]
    return Array((json.text + "\n").utf8)
  }

  /// - Returns: nil for what is no manifest, or names a file outside of the backup.
  package init?(_ bytes: [UInt8]) {
    guard let json = try? JSON.parse(bytes, limits: Self.limits), json["format"]?.string == Self.format,
      let createdAt = json["createdAt"]?.string, let key = json["verifierKey"]?.string, let entries = json["entries"]?.int,
      let checkpoint = json["checkpoint"]?.string, let listed = json["files"]?.array
    else { return nil }
    let files = listed.compactMap { file -> File? in
      guard let path = file["path"]?.string, Self.isInside(path), let bytes = file["bytes"]?.int,
        let digest = file["sha256"]?.string
      else { return nil }
      return File(path: path, bytes: bytes, digest: digest)
    }
    guard files.count == listed.count, Set(files.map(\.path)).count == files.count else { return nil }
    (self.createdAt, verifierKey, self.entries, self.checkpoint, self.files) = (createdAt, key, entries, checkpoint, files)
  }

  private static func isInside(_ path: String) -> Bool {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    return !parts.contains { $0.isEmpty || $0 == "." || $0 == ".." } && !path.utf8.contains(0)
  }

  /// SHA-256 in hexadecimal.
  package static func digest(of bytes: [UInt8]) -> String { text(SHA256.hash(data: bytes)) }

  /// What a file holds, as it will stand in the manifest.
  package static func file(_ path: String, in folder: String) throws -> File {
    guard let handle = FileHandle(forReadingAtPath: "\(folder)/\(path)") else {
      throw LedgerServiceProblem(.noFolder, "\(folder)/\(path) cannot be read")
    }
    defer { try? handle.close() }
    var (hasher, bytes) = (SHA256(), 0)
    while let part = try handle.read(upToCount: 1 << 20), !part.isEmpty {
      hasher.update(data: part)
      bytes += part.count
    }
    return File(path: path, bytes: bytes, digest: text(hasher.finalize()))
  }

  private static func text(_ digest: SHA256.Digest) -> String {
    digest.hexadecimal
  }

  /// Copies a database that others may be writing to.
  package static func copyDatabase(_ path: String, to copy: String, progress: @escaping (Double) -> Void) throws {
    try SQLiteCopy.make(of: path, to: copy, progress: progress) { _ in }
  }
}
