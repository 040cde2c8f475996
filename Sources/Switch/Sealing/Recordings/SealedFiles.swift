import Foundation
import Glibc
import MessageFormat
import Sealing

/// The folder of sealed pairs. It is looked through once: what comes and goes afterwards is known without it.
struct SealedFiles {
  /// What the name of one ends with that is not on disk as a whole. It says nothing else: a file that is used again keeps its
  /// name, and whose message it has is in the message.
  private static let open = ".open"

  struct Found {
    let objectID: String
    /// Of the file.
    var name: String
    var isWhole: Bool
    /// As long as it may be used again.
    var file: OpenFile?
    /// What it has, until it is synced.
    var pair: SealedPair?
  }

  /// Files that wait to be used again, at most: each is open.
  private static let sparesMax = 256

  private let folder: String
  /// By the key of the contact, part by part.
  private var known: [String: [Found]] = [:]
  private var spares: [OpenFile] = []
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
    guard !isEmpty(name) else {
      remove(name)
      return
    }
    let isSynced = !name.hasSuffix(Self.open)
    let (objectID, isWhole) = SealedPair.ends(path(name))
    let found = Found(
      objectID: objectID ?? (isSynced ? name : String(name.dropLast(Self.open.count))), name: name, isWhole: isSynced || isWhole)
    if !isSynced, isWhole { unsynced.append((found.objectID, .now)) }
    known[Self.keyID(found.objectID), default: []].append(found)
  }

  /// The ids of contacts' keys that there are messages of.
  var keyIDs: Set<String> { Set(known.keys) }

  func found(of keyID: String) -> [Found] { known[keyID] ?? [] }

  /// - Throws: what keeps it from being made: a disk that is full, a file that is there.
  mutating func make(_ objectID: String, _ writer: consuming MessageWriter) throws -> SealedFile {
    let keyID = Self.keyID(objectID)
    guard !found(of: keyID).contains(where: { $0.objectID == objectID }) else { throw POSIXError(.EEXIST) }
    let file = try spares.popLast() ?? OpenFile("\(objectID)\(Self.open)", in: folder)
    known[keyID, default: []].append(Found(objectID: objectID, name: file.name, isWhole: false))
    return SealedFile(file, writer)
  }

  /// It is whole, and has to be synced unless the keep takes it before.
  mutating func finished(_ objectID: String, _ file: OpenFile, _ pair: SealedPair?) {
    change(objectID) { found in
      found.isWhole = true
      found.file = file
      found.pair = pair
    }
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
    let descriptor = unsafe Glibc.open(path(found.name), O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    // A file that the disk did not take is used for nothing else.
    change(objectID) { $0.file = nil }
    guard fsync(descriptor) == 0, unsafe rename(path(found.name), path(objectID)) == 0 else { return false }
    change(objectID) { $0 = Found(objectID: objectID, name: objectID, isWhole: true) }
    return true
  }

  private mutating func change(_ objectID: String, _ body: (inout Found) -> Void) {
    let keyID = Self.keyID(objectID)
    guard let index = known[keyID]?.firstIndex(where: { $0.objectID == objectID }) else { return }
    body(&known[keyID]![index])
  }

  /// - Returns: nil for one that is torn, or cannot be read.
  func pair(_ found: Found) -> SealedPair? {
    found.isWhole ? found.pair ?? bytes(found).flatMap { SealedPair($0) } : nil
  }

  /// - Returns: nil where it cannot be read.
  func bytes(_ found: Found) -> [UInt8]? { OpenFile.contents(of: path(found.name)) }

  /// What the keep has goes, once it is stored there. One that is torn is not used again: whoever wrote it may not be done, and
  /// would write into another contact's message.
  mutating func remove(of keyID: String) {
    for found in known.removeValue(forKey: keyID) ?? [] {
      if let file = found.file, spares.count < Self.sparesMax, file.empty() {
        spares.append(file)
      } else {
        remove(found.name)
      }
    }
  }

  private func remove(_ name: String) { unsafe unlink(path(name)) }

  private func path(_ name: String) -> String { "\(folder)/\(name)" }

  private static func keyID(_ objectID: String) -> String { objectID.split(separator: ".").first.map(String.init) ?? objectID }

  private func isEmpty(_ name: String) -> Bool {
    var status = stat()
    return unsafe stat(path(name), &status) == 0 && status.st_size <= OpenFile.bytesKept
  }
}
