import Foundation
import Glibc
import Link
import MessageFormat
import Sealing

/// A sealed message that grows on disk while it is made, and at its end a second one with what is known only then: files cost
/// more to make and to sync than to fill.
///
/// One whose end is missing is torn: it stays as it is, since nothing may be appended under a data key that another run of the
/// program had.
final class SealedFile {
  private let descriptor: Int32
  private var writer: MessageWriter?
  private(set) var plaintextBytes = 0

  /// - Parameter spare: an empty file to take; nil to make one.
  /// - Throws: what keeps it from being made: a disk that is full, a file that is there.
  init(at path: String, from spare: String?, _ writer: consuming MessageWriter) throws {
    self.writer = consume writer
    let isTaken = if let spare { unsafe rename(spare, path) == 0 } else { false }
    descriptor = unsafe open(path, (isTaken ? 0 : O_CREAT | O_EXCL) | O_WRONLY | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
  }

  deinit { close(descriptor) }

  /// Seals what has come, and writes every frame that has filled.
  func append(_ bytes: [UInt8]) throws {
    guard let sealed = try writer?.append(bytes) else { throw SealingProblem.broken }
    plaintextBytes += bytes.count
    try write(sealed)
  }

  /// Makes it whole.
  /// - Parameter second: a message that is whole.
  func finish(with second: [UInt8]) throws {
    guard let whole = writer.take() else { throw SealingProblem.broken }
    try write(try whole.finish() + second + SealedPair.ending(second))
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

  /// - Returns: nil for a file that is none of these, as one that is torn.
  init?(_ bytes: [UInt8]) {
    guard bytes.count > Self.endingBytes else { return nil }
    let content = bytes.dropLast(Self.endingBytes)
    let count = bytes.suffix(Self.endingBytes).reversed().reduce(0) { $0 << 8 | Int($1) }
    guard count <= content.count else { return nil }
    (first, second) = (Array(content.dropLast(count)), Array(content.suffix(count)))
    guard Self.isMessage(first), Self.isMessage(second) else { return nil }
  }

  /// Whether a file ends as one that is whole: hours of audio are not read for that.
  static func ends(_ path: String) -> Bool {
    let descriptor = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    let size = Int(lseek(descriptor, 0, SEEK_END))
    let count = bytes(of: descriptor, size - endingBytes, endingBytes).reversed().reduce(0) { $0 << 8 | Int($1) }
    let second = size - endingBytes - count
    return second > 0 && isMessage(bytes(of: descriptor, 0, min(second, MessageHeader.bytesMax)))
      && isMessage(bytes(of: descriptor, second, min(count, MessageHeader.bytesMax)))
  }

  /// - Returns: none where they are not all there.
  private static func bytes(of descriptor: Int32, _ offset: Int, _ count: Int) -> [UInt8] {
    guard offset >= 0, count > 0 else { return [] }
    var bytes = [UInt8](repeating: 0, count: count)
    let read = unsafe bytes.withUnsafeMutableBytes { unsafe pread(descriptor, $0.baseAddress, count, off_t(offset)) }
    return read == count ? bytes : []
  }

  private static func isMessage(_ bytes: [UInt8]) -> Bool {
    (try? MessageHeader.read(from: Array(bytes.prefix(MessageHeader.bytesMax)))) != nil
  }
}

/// The folder of such files, each named like the object that its first message becomes. It is looked through once: what comes and
/// goes afterwards is known without it.
struct SealedFiles {
  /// What the name of one ends with that is not on disk as a whole.
  private static let open = ".open"

  struct Found {
    let objectID: String
    var isWhole: Bool
    /// It survives a loss of power.
    var isSynced: Bool
  }

  /// Files that wait to be used again, at most.
  private static let sparesMax = 256
  /// What one that is emptied keeps, until a message is written over it: one that was emptied altogether, ext4 writes to disk as
  /// soon as it is closed again, though the keep will have its message in a moment.
  private static let bytesKept = 1

  private let folder: String
  /// By the key of the contact, part by part.
  private var known: [String: [Found]] = [:]
  /// Empty files, under the names that they had. To take one costs a file system a fraction of what it costs to make one.
  private var spares: [String] = []
  /// Those that are whole and not synced, in the order in which they were made.
  private var unsynced: [(objectID: String, since: ContinuousClock.Instant)] = []

  /// The folder is made where there is none.
  init(folder: String) throws {
    self.folder = folder
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    for name in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() { take(name) }
  }

  /// What an earlier run left. It may have been killed before it synced a file that is whole.
  private mutating func take(_ name: String) {
    let isSynced = !name.hasSuffix(Self.open)
    let objectID = isSynced ? name : String(name.dropLast(Self.open.count))
    var found = Found(objectID: objectID, isWhole: isSynced, isSynced: isSynced)
    guard !Self.isEmpty(path(found)) else {
      unsafe unlink(path(found))
      return
    }
    if !isSynced, SealedPair.ends(path(found)) {
      found.isWhole = true
      unsynced.append((objectID, .now))
    }
    known[Self.keyID(objectID), default: []].append(found)
  }

  /// The ids of contacts' keys that there are messages of.
  var keyIDs: Set<String> { Set(known.keys) }

  func found(of keyID: String) -> [Found] { known[keyID] ?? [] }

  /// - Throws: what keeps it from being made: a disk that is full, a file that is there.
  mutating func make(_ objectID: String, _ writer: consuming MessageWriter) throws -> SealedFile {
    let keyID = Self.keyID(objectID)
    guard !found(of: keyID).contains(where: { $0.objectID == objectID }) else { throw POSIXError(.EEXIST) }
    let made = Found(objectID: objectID, isWhole: false, isSynced: false)
    let file = try SealedFile(at: path(made), from: spares.popLast(), writer)
    known[keyID, default: []].append(made)
    return file
  }

  /// It is whole, and has to be synced unless the keep takes it before.
  mutating func finished(_ objectID: String) {
    change(objectID) { $0.isWhole = true }
    unsynced.append((objectID, .now))
  }

  /// Brings to disk what has been whole for that long, and gives it the name that says so.
  /// - Returns: what was due. What failed is not tried again: the next sync would say that all is well, since the kernel tells of
  ///   what it could not write once.
  mutating func sync(wholeFor age: Duration) -> [(objectID: String, isSafe: Bool)] {
    let due = unsynced.prefix { $0.since + age <= .now }
    unsynced.removeFirst(due.count)
    return due.map { ($0.objectID, isBroughtToDisk($0.objectID)) }
  }

  /// - Returns: true too where the keep has it.
  private mutating func isBroughtToDisk(_ objectID: String) -> Bool {
    guard let found = found(of: Self.keyID(objectID)).first(where: { $0.objectID == objectID }) else { return true }
    let descriptor = unsafe Glibc.open(path(found), O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0, unsafe rename(path(found), "\(folder)/\(objectID)") == 0 else { return false }
    change(objectID) { $0.isSynced = true }
    return true
  }

  private mutating func change(_ objectID: String, _ body: (inout Found) -> Void) {
    let keyID = Self.keyID(objectID)
    guard let index = known[keyID]?.firstIndex(where: { $0.objectID == objectID }) else { return }
    body(&known[keyID]![index])
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
    guard spares.count < Self.sparesMax, unsafe truncate(path, off_t(Self.bytesKept)) == 0 else { return false }
    spares.append(path)
    return true
  }

  private func path(_ found: Found) -> String { "\(folder)/\(found.objectID)\(found.isSynced ? "" : Self.open)" }

  private static func keyID(_ objectID: String) -> String { objectID.split(separator: ".").first.map(String.init) ?? objectID }

  private static func isEmpty(_ path: String) -> Bool {
    var status = stat()
    return unsafe stat(path, &status) == 0 && status.st_size <= bytesKept
  }

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
