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
  private let firstPath: String
  private let descriptor: Int32
  private var writer: MessageWriter?
  private(set) var plaintextBytes = 0

  /// - Parameters:
  ///   - suffix: what its first name ends with.
  ///   - spare: an empty file to take; nil to make one.
  /// - Throws: what keeps it from being made: a disk that is full, a file that is there.
  init(at path: String, under suffix: String, from spare: String?, _ writer: consuming MessageWriter) throws {
    self.writer = consume writer
    self.path = path
    firstPath = path + suffix
    let isTaken = if let spare { unsafe rename(spare, firstPath) == 0 } else { false }
    descriptor = unsafe open(firstPath, (isTaken ? 0 : O_CREAT | O_EXCL) | O_WRONLY | O_CLOEXEC, 0o600)
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
    guard fsync(descriptor) == 0, unsafe rename(firstPath, path) == 0 else {
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

/// The folder of such files, each named like the object that its first message becomes. It is looked through once: what comes and
/// goes afterwards is known without it.
struct SealedFiles {
  /// What the name of one that is not whole ends with.
  private static let open = ".open"

  struct Found {
    let objectID: String
    var isWhole: Bool
  }

  /// What the names of files begin with that wait to be used again, and how many may.
  private static let spare = "spare."
  private static let sparesMax = 256

  private let folder: String
  /// By the key of the contact, part by part.
  private var known: [String: [Found]] = [:]
  /// Empty files: to take one costs a file system a fraction of what it costs to make one.
  private var spares: [String] = []
  private var lastSpare = 0

  /// The folder is made where there is none.
  init(folder: String) throws {
    self.folder = folder
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    for name in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() {
      guard !name.hasPrefix(Self.spare) else {
        unsafe unlink("\(folder)/\(name)")
        continue
      }
      let isWhole = !name.hasSuffix(Self.open)
      let objectID = isWhole ? name : String(name.dropLast(Self.open.count))
      known[Self.keyID(objectID), default: []].append(Found(objectID: objectID, isWhole: isWhole))
    }
  }

  /// The ids of contacts' keys that there are messages of.
  var keyIDs: Set<String> { Set(known.keys) }

  func found(of keyID: String) -> [Found] { known[keyID] ?? [] }

  /// - Throws: what keeps it from being made: a disk that is full, a file that is there.
  mutating func make(_ objectID: String, _ writer: consuming MessageWriter) throws -> SealedFile {
    let keyID = Self.keyID(objectID)
    guard !found(of: keyID).contains(where: { $0.objectID == objectID }) else { throw POSIXError(.EEXIST) }
    let file = try SealedFile(at: "\(folder)/\(objectID)", under: Self.open, from: spares.popLast(), writer)
    known[keyID, default: []].append(Found(objectID: objectID, isWhole: false))
    return file
  }

  /// Its file has its name.
  mutating func finished(_ objectID: String) {
    let keyID = Self.keyID(objectID)
    guard let index = known[keyID]?.firstIndex(where: { $0.objectID == objectID }) else { return }
    known[keyID]?[index].isWhole = true
  }

  /// - Returns: nil where it cannot be read.
  func bytes(_ found: Found) -> [UInt8]? { Self.contents(of: path(found)) }

  /// What the keep has goes, once it is stored there. One that is torn is not used again: whoever wrote it may not be done, and
  /// would write into another contact's message.
  mutating func remove(of keyID: String) {
    for found in known.removeValue(forKey: keyID) ?? [] where !(found.isWhole && isSpared(path(found))) {
      unsafe unlink(path(found))
    }
  }

  /// Empties a file and keeps it for another message, if that is to be had.
  private mutating func isSpared(_ path: String) -> Bool {
    let spare = "\(folder)/\(Self.spare)\(lastSpare + 1)"
    guard spares.count < Self.sparesMax, unsafe truncate(path, 0) == 0, unsafe rename(path, spare) == 0 else { return false }
    spares.append(spare)
    lastSpare += 1
    return true
  }

  private func path(_ found: Found) -> String { "\(folder)/\(found.objectID)\(found.isWhole ? "" : Self.open)" }

  private static func keyID(_ objectID: String) -> String { objectID.split(separator: ".").first.map(String.init) ?? objectID }

  private static func contents(of path: String) -> [UInt8]? {
    let descriptor = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    let size = Int(lseek(descriptor, 0, SEEK_END))
    guard size >= 0 else { return nil }
    var isRead = true
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: size) { room, count in
      while count < size, isRead {
        let read = unsafe pread(descriptor, room.baseAddress?.advanced(by: count), size - count, off_t(count))
        isRead = read > 0
        count += max(0, read)
      }
    }
    return isRead ? bytes : nil
  }
}
