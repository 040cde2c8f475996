import Foundation
import Glibc

/// Room on the disk that nothing uses: a full disk stops the ledger, and so every read. Who frees the reserve has the room in
/// which that, and what follows, is written down.
package struct LedgerReserve: Sendable {
  /// About ten thousand entries.
  package static let bytes = 16 << 20

  private let folder: String
  private var path: String { "\(folder)/ledger.reserve" }

  /// - Parameter keepFolder: the keep's own folder.
  package init(keepFolder: String) { folder = keepFolder }

  /// Takes the room, unless it is taken, or the disk has less than four times as much.
  /// - Returns: whether it is there now.
  @discardableResult
  package func make() -> Bool {
    if let size = (try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? NSNumber {
      return size.intValue == Self.bytes
    }
    let free = (try? FileManager.default.attributesOfFileSystem(forPath: folder))?[.systemFreeSize] as? NSNumber
    guard let free, free.intValue > 4 * Self.bytes else { return false }
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    // Where the file system cannot set room aside, this writes it all.
    guard posix_fallocate(descriptor, 0, off_t(Self.bytes)) == 0 else {
      unsafe unlink(path)
      return false
    }
    return fsync(descriptor) == 0
  }

  /// - Returns: whether there was one.
  package func free() -> Bool { unsafe unlink(path) == 0 }
}
