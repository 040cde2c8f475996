import Foundation
import Glibc
import LedgerText
import Vocabulary

/// A folder of checkpoints, one a file: `SIZE-ROOT.checkpoint`, the size with twenty digits and the root's first eight in
/// hexadecimal, so that two histories lie beside each other and no file is ever written over.
package struct CheckpointFolder: Sendable {
  static let suffix = ".checkpoint"
  private static let hourSeconds: Int64 = 3_600
  private static let daySeconds: Int64 = 86_400

  package let path: String

  package init(path: String) { self.path = path }

  static func name(_ checkpoint: Checkpoint) -> String {
    let (digits, root) = ("\(checkpoint.size)", checkpoint.root.prefix(4).hexadecimal)
    return String(repeating: "0", count: max(0, 20 - digits.count)) + digits + "-" + root + suffix
  }

  /// The names of its checkpoints, from the smallest.
  /// - Throws: LedgerServiceProblem.noFolder.
  package func names() throws -> [String] {
    guard let all = try? FileManager.default.contentsOfDirectory(atPath: path) else {
      throw LedgerServiceProblem(.noFolder, "the folder \(path) cannot be read: mount it, or let the keep's user into it")
    }
    return all.filter { $0.hasSuffix(Self.suffix) && !$0.hasPrefix(".") }.sorted()
  }

  /// - Throws: LedgerServiceProblem.noFolder.
  package func read(_ name: String) throws -> [UInt8] {
    guard let handle = FileHandle(forReadingAtPath: "\(path)/\(name)"),
      let data = try? handle.read(upToCount: LedgerBounds.noteBytesMax + 1)
    else { throw LedgerServiceProblem(.noFolder, "\(path)/\(name) cannot be read") }
    return Array(data)
  }

  /// Returns when the checkpoint is on disk under its name, whole.
  /// - Throws: LedgerServiceProblem.noFolder.
  func write(_ note: [UInt8]) throws {
    let name = Self.name(try Checkpoint(noteText: try SignedNote(note).text))
    guard !FileManager.default.fileExists(atPath: "\(path)/\(name)") else { return }
    let beside = "\(path)/.\(name).new"
    let isWritten = unsafe Self.store(note, at: beside) && rename(beside, "\(path)/\(name)") == 0 && sync(path)
    guard isWritten else {
      let reason = unsafe String(cString: strerror(errno))
      throw LedgerServiceProblem(.noFolder, "\(path): \(reason)")
    }
  }

  @unsafe private static func store(_ bytes: [UInt8], at path: String) -> Bool {
    let descriptor = unsafe open(path, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, 0o644)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return unsafe Glibc.write(descriptor, bytes, bytes.count) == bytes.count && fsync(descriptor) == 0
  }

  @unsafe private func sync(_ folder: String) -> Bool {
    let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return fsync(descriptor) == 0
  }

  /// Takes away what is older than an hour but the last of each hour, and what is older than thirty days but the last of each
  /// day. Where files cannot be taken away, such as on a mount that only grows, they stay.
  func thin(at now: Moment) throws {
    var kept: Set<String> = []
    for name in try names().reversed() {
      guard let written = Self.seconds(of: "\(path)/\(name)") else { continue }
      let age = now.wholeSeconds - written
      guard age > Self.hourSeconds else { continue }
      let period = age > 30 * Self.daySeconds ? "d\(written / Self.daySeconds)" : "h\(written / Self.hourSeconds)"
      if !kept.insert(period).inserted { try? FileManager.default.removeItem(atPath: "\(path)/\(name)") }
    }
  }

  private static func seconds(of path: String) -> Int64? {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    return (attributes?[.modificationDate] as? Date).map { Int64($0.timeIntervalSince1970) }
  }
}
