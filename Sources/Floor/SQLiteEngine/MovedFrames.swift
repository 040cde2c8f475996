import GRDB
import GRDBSQLite

/// How much of the log counts as moved into the file.
///
/// A checkpoint that a reader holds up moves a part of the log, counts it, and syncs nothing: that is done with the rest. Where
/// that sync fails, the kernel has forgotten the first part like the second, and SQLite would move the second alone before the
/// log is begun anew.
@safe struct MovedFrames {
  /// Of the wal-index (SQLite's "WAL-mode File Format", 2.1 and 2.3): its first part, the place of the count, the lock for it.
  private static let (regionBytes, countPlace, checkpointLock): (Int32, Int, Int32) = (32_768, 96, 1)

  private let file: UnsafeMutablePointer<sqlite3_file>
  private let methods: sqlite3_io_methods

  /// - Throws: DatabaseError.
  init(of database: Database) throws {
    var pointer: UnsafeMutablePointer<sqlite3_file>?
    try Self.check(unsafe sqlite3_file_control(database.sqliteConnection, "main", SQLITE_FCNTL_FILE_POINTER, &pointer))
    guard let file = unsafe pointer, let methods = unsafe file.pointee.pMethods, unsafe methods.pointee.iVersion >= 2 else {
      throw DatabaseError(resultCode: .SQLITE_IOERR)
    }
    unsafe (self.file, self.methods) = (file, methods.pointee)
  }

  /// Has the next checkpoint move all of the log. The caller holds SQLite's lock for writing.
  /// - Throws: DatabaseError: SQLITE_BUSY where another process is at a checkpoint.
  func forget() throws {
    try lock(SQLITE_SHM_LOCK)
    defer { try? lock(SQLITE_SHM_UNLOCK) }
    var region: UnsafeMutableRawPointer?
    try Self.check(unsafe methods.xShmMap(file, 0, Self.regionBytes, 0, &region))
    guard let region = unsafe region else { throw DatabaseError(resultCode: .SQLITE_IOERR) }
    unsafe region.storeBytes(of: 0, toByteOffset: Self.countPlace, as: UInt32.self)
  }

  private func lock(_ change: Int32) throws {
    try Self.check(unsafe methods.xShmLock(file, Self.checkpointLock, 1, change | SQLITE_SHM_EXCLUSIVE))
  }

  private static func check(_ code: Int32) throws {
    guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
  }
}
