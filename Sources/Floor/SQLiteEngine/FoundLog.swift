import GRDB
import Glibc

/// A write-ahead log that was found beside a file.
///
/// What is read of it may be in memory alone: after a sync that failed, the disk has an earlier state of it, and the kernel takes
/// its own pages for written. Were it moved into the file as it is, a loss of power before the log is begun anew would have the
/// next program lay the disk's part of the log over a file that is newer.
struct FoundLog {
  private static let chunkBytes = 1 << 16

  let path: String

  init(besides databasePath: String) { path = databasePath + "-wal" }

  /// Writes each byte once more, in its place, and returns when that is durable. Nobody else may write it meanwhile: the caller
  /// holds SQLite's lock for writing.
  /// - Throws: DatabaseError.
  func writeAgain() throws {
    let descriptor = unsafe open(path, O_RDWR | O_CLOEXEC)
    // SQLite has made one wherever it holds a lock; a file that cannot be opened cannot be trusted.
    guard descriptor >= 0 else { throw DatabaseError(resultCode: .SQLITE_CANTOPEN) }
    defer { close(descriptor) }
    var offset: off_t = 0
    var chunk = [UInt8](repeating: 0, count: Self.chunkBytes)
    while true {
      let count = unsafe pread(descriptor, &chunk, chunk.count, offset)
      guard count >= 0 else { throw DatabaseError(resultCode: .SQLITE_IOERR) }
      guard count > 0 else { break }
      guard unsafe pwrite(descriptor, chunk, count, offset) == count else { throw DatabaseError(resultCode: .SQLITE_IOERR) }
      offset += off_t(count)
    }
    guard fsync(descriptor) == 0 else { throw DatabaseError(resultCode: .SQLITE_IOERR) }
  }
}
