import GRDB
import GRDBSQLite
import Synchronization

/// How many frames the write-ahead log has, as SQLite says at each commit. It takes the place of SQLite's own checkpoints, which
/// tell nobody that they failed.
final class LogFrames: Sendable {
  /// Frames from which on the log is moved into the file: SQLite's own number.
  private static let checkpointAt = 1_000

  private let count = Mutex(0)

  var areMany: Bool { count.withLock { $0 >= Self.checkpointAt } }

  /// Listens on a connection, whose commits must not outlive this object.
  func listen(to database: Database) {
    let here = unsafe Unmanaged.passUnretained(self).toOpaque()
    _ = unsafe sqlite3_wal_hook(
      database.sqliteConnection,
      { here, _, _, frames in
        if let here = unsafe here {
          unsafe Unmanaged<LogFrames>.fromOpaque(here).takeUnretainedValue().count.withLock { $0 = Int(frames) }
        }
        return SQLITE_OK
      }, here)
  }
}
