import Foundation
import Glibc
import Link
import MessageFormat
import Sealing

/// A sealed message that grows on disk while it is made, and at its end a second one with what is known only then: files cost
/// more to make and to sync than to fill.
///
/// Under its first name until it is whole. One that was left under that name is torn: it stays as it is, since nothing may be
/// appended under a data key that another run of the program had.
final class SealedFile {
  private let path: String
  private let descriptor: Int32
  private var writer: MessageWriter?
  private(set) var plaintextBytes = 0

  /// - Throws: what keeps it from being made: a disk that is full, a file that is there.
  init(at path: String, _ writer: consuming MessageWriter) throws {
    self.writer = consume writer
    self.path = path
    descriptor = unsafe open(path + SealedFiles.open, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
  }

  deinit { close(descriptor) }

  /// Seals what has come, and writes every frame that has filled.
  func append(_ bytes: [UInt8]) throws {
    guard let sealed = try writer?.append(bytes) else { throw SealingProblem.broken }
    plaintextBytes += bytes.count
    try write(sealed)
  }

  /// Makes it whole, on disk, and gives it its name.
  /// - Parameter second: a message that is whole.
  func finish(with second: [UInt8]) throws {
    guard let whole = writer.take() else { throw SealingProblem.broken }
    try write(try whole.finish() + second + SealedPair.ending(second))
    guard fsync(descriptor) == 0, unsafe rename(path + SealedFiles.open, path) == 0 else {
      throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
    }
  }

  private func write(_ bytes: [UInt8]) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
      rest = rest.dropFirst(count)
    }
  }
}

/// Both messages of a whole file: the second ends it, with how long it is.
struct SealedPair {
  private static let endingBytes = 4

  let first: [UInt8]
  let second: [UInt8]

  static func ending(_ second: [UInt8]) -> [UInt8] {
    (0..<endingBytes).map { UInt8(truncatingIfNeeded: second.count >> (8 * $0)) }
  }

  /// - Returns: nil for a file that is none of these.
  init?(_ bytes: [UInt8]) {
    guard bytes.count > Self.endingBytes else { return nil }
    let content = bytes.dropLast(Self.endingBytes)
    let count = bytes.suffix(Self.endingBytes).reversed().reduce(0) { $0 << 8 | Int($1) }
    guard count <= content.count else { return nil }
    (first, second) = (Array(content.dropLast(count)), Array(content.suffix(count)))
  }
}

/// The folder of such files, each named like the object that its first message becomes.
struct SealedFiles: Sendable {
  /// What the name of one that is not whole ends with.
  static let open = ".open"

  let folder: String

  func path(_ objectID: String) -> String { "\(folder)/\(objectID)" }

  /// Those of a contact's recordings, part by part: what other contacts have is not looked at.
  func found(of keyID: String) -> [(objectID: String, isWhole: Bool)] {
    var all: [(objectID: String, isWhole: Bool)] = []
    for part in 0... {
      guard let found = find(SealedObject.id(keyID: keyID, number: RecordingNumber(part: part).audio)) else { break }
      all.append(found)
    }
    return all
  }

  private func find(_ objectID: String) -> (objectID: String, isWhole: Bool)? {
    if FileManager.default.fileExists(atPath: path(objectID)) { return (objectID, true) }
    return FileManager.default.fileExists(atPath: path(objectID) + Self.open) ? (objectID, false) : nil
  }

  /// The ids of contacts' keys that there are messages of.
  func keyIDs() -> Set<String> { Set(names().compactMap { $0.split(separator: ".").first.map(String.init) }) }

  func bytes(_ objectID: String, isWhole: Bool) -> [UInt8]? {
    FileManager.default.contents(atPath: path(objectID) + (isWhole ? "" : Self.open)).map(Array.init)
  }

  /// What the keep has goes, once it is stored there.
  func remove(of keyID: String) {
    for (objectID, isWhole) in found(of: keyID) {
      try? FileManager.default.removeItem(atPath: path(objectID) + (isWhole ? "" : Self.open))
    }
  }

  /// The messages that lie here; the folder is made where there is none.
  private func names() -> [String] { (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] }

  func make() throws {
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
  }
}
