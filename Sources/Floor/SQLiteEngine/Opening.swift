import GRDB
import Glibc

/// One opening of a file in WAL mode with `synchronous=FULL`: its connections, and the writers in line for them.
final class Opening: Sendable {
  let pool: DatabasePool
  let commits: GroupCommit
  let stop = WriteStop()

  /// How long a statement waits for another process that holds the file, such as one that makes a backup.
  private static let busySecondsMax = 10.0

  /// `secure_delete` overwrites what is deleted; `trusted_schema` keeps a doctored file from running functions of ours.
  private static let pragmas = [
    "foreign_keys = ON", "secure_delete = ON", "temp_store = MEMORY", "cell_size_check = ON", "trusted_schema = OFF",
  ]

  /// - Throws: SQLiteProblem.notDurable; DatabaseError.
  init(path: String) throws {
    var configuration = Configuration()
    configuration.busyMode = .timeout(Self.busySecondsMax)
    configuration.prepareDatabase { database in
      for pragma in Self.pragmas { try database.execute(sql: "PRAGMA \(pragma)") }
    }
    pool = try DatabasePool(path: path, configuration: configuration)
    // DatabasePool sets NORMAL after prepareDatabase has run, so that FULL is set on the writer itself.
    try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
    try Self.checkDurability(pool)
    commits = try GroupCommit(pool: pool, stop: stop)
  }

  private static func checkDurability(_ pool: DatabasePool) throws {
    let level = try pool.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA synchronous") }
    let mode = try pool.writeWithoutTransaction { try String.fetchOne($0, sql: "PRAGMA journal_mode") }
    guard level == 2, mode == "wal" else {
      throw SQLiteProblem(.notDurable, message: "synchronous is \(level ?? -1), journal_mode is \(mode ?? "unknown")")
    }
  }

  /// Begins the log anew, with all that it had in the file and synced.
  ///
  /// What is in a log that was found is not sure to be on disk: a sync of it may have failed. What is appended to it would be
  /// lost with it, though its own sync went well.
  func settle() throws {
    let log = FoundLog(besides: pool.path)
    try pool.writeWithoutTransaction { database in
      try database.inTransaction(.immediate) {
        try log.writeAgain()
        try MovedFrames(of: database).forget()
        return .commit
      }
      try Self.beginLogAnew(database)
    }
  }

  /// While another process is at that, SQLite answers at once that the file is busy, whatever time it was given to wait.
  private static func beginLogAnew(_ database: Database) throws {
    let until = ContinuousClock.now + .seconds(busySecondsMax)
    while true {
      do {
        _ = try database.checkpoint(.truncate)
        return
      } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY && .now < until {
        usleep(10_000)
      }
    }
  }

  /// Changes the file in a way that nobody sees, and returns when that is durable.
  func prove() throws {
    try pool.writeWithoutTransaction { database in
      try database.inTransaction(.immediate) {
        let version = try Int32.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        try database.execute(sql: "PRAGMA user_version = \(version &+ 1)")
        return .commit
      }
    }
  }
}
