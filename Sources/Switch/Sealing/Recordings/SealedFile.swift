import Foundation
import Glibc
import Link
import MessageFormat
import Sealing

/// A sealed message that grows on disk while it is made.
///
/// Under its first name until it is whole. One that was left under that name is torn: it stays as it is, since nothing may be
/// appended under a data key that another run of the program had.
final class SealedFile {
  private let path: String
  private let descriptor: Int32
  private var writer: MessageWriter?
  private(set) var plaintextBytes = 0

  /// - Throws: what keeps it from being made: a disk that is full, a file that is there.
  init(
    at path: String, to key: SealingPublicKey, frameLength: FrameLength, context: [String: String]
  ) throws {
    writer = try MessageWriter(to: key, frameLength: frameLength, context: context)
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
  func finish() throws {
    guard let whole = writer.take() else { throw SealingProblem.broken }
    try write(try whole.finish())
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

/// The folder of such messages, each named like the object that it becomes.
struct SealedFiles: Sendable {
  /// What the name of one that is not whole ends with.
  static let open = ".open"

  let folder: String

  func path(_ objectID: String) -> String { "\(folder)/\(objectID)" }

  /// Those of a contact's recordings, part by part: what other contacts have is not looked at.
  func found(of keyID: String) -> [(objectID: String, isWhole: Bool)] {
    var all: [(objectID: String, isWhole: Bool)] = []
    for part in 0... {
      let number = RecordingNumber(part: part)
      let found = [number.audio, number.timeline].compactMap { number in
        find(SealedObject.id(keyID: keyID, number: number))
      }
      guard !found.isEmpty else { break }
      all += found
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
