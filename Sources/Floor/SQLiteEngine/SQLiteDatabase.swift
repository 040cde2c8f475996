public import GRDB

/// One SQLite file in WAL mode with `synchronous=FULL`: a write that returned survives the loss of power.
public final class SQLiteDatabase: Sendable {
  private let pool: DatabasePool
  private let commits: GroupCommit

  /// Opens or makes the file, and brings it to the newest of the migrations.
  /// - Throws: SQLiteProblem for what is no database, is of a newer program, or cannot be opened durably.
  public init(path: String, migrations: [any Migration.Type]) throws {
    do {
      pool = try Self.open(path)
      try Self.checkDurability(pool)
      try MigrationRunner(migrations: migrations).run(on: pool)
    } catch {
      throw SQLiteProblem(unusable: error)
    }
    commits = GroupCommit(pool: pool)
  }

  private static func open(_ path: String) throws -> DatabasePool {
    var configuration = Configuration()
    configuration.busyMode = .timeout(busySecondsMax)
    configuration.prepareDatabase { database in
      for pragma in pragmas { try database.execute(sql: "PRAGMA \(pragma)") }
    }
    let pool = try DatabasePool(path: path, configuration: configuration)
    // DatabasePool sets NORMAL after prepareDatabase has run, so that FULL is set on the writer itself.
    try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
    return pool
  }

  /// How long a statement waits for another process that holds the file, such as one that makes a backup.
  private static let busySecondsMax = 10.0

  /// `secure_delete` overwrites what is deleted; `trusted_schema` keeps a doctored file from running functions of ours.
  private static let pragmas = [
    "foreign_keys = ON", "secure_delete = ON", "temp_store = MEMORY", "cell_size_check = ON", "trusted_schema = OFF",
  ]

  private static func checkDurability(_ pool: DatabasePool) throws {
    let level = try pool.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA synchronous") }
    let mode = try pool.writeWithoutTransaction { try String.fetchOne($0, sql: "PRAGMA journal_mode") }
    guard level == 2, mode == "wal" else {
      throw SQLiteProblem(.notDurable, message: "synchronous is \(level ?? -1), journal_mode is \(mode ?? "unknown")")
    }
  }

  /// The level that the writer has: 2 is FULL.
  public func synchronousLevel() async throws -> Int {
    try await pool.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA synchronous") ?? -1 }
  }

  /// Runs `body` in a transaction of its own making: what it wrote is durable when this returns, undone when it throws.
  ///
  /// Writers that come at once share one commit, each within a savepoint.
  public func write<Result: Sendable>(_ body: @escaping @Sendable (Database) throws -> Result) async throws -> Result {
    try await commits.run(body)
  }

  /// Runs `body` on a snapshot that holds every write that returned before.
  public func read<Result: Sendable>(_ body: @escaping @Sendable (Database) throws -> Result) async throws -> Result {
    try await pool.read(body)
  }

  /// Looks through every page of the file for what cannot be right, but does not compare indexes with their tables.
  /// - Throws: SQLiteProblem.damaged.
  public func checkIntegrity() async throws {
    let findings = try await pool.read { database in
      do {
        return try String.fetchAll(database, sql: "PRAGMA quick_check(5)")
      } catch let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT {
        return ["SQLite answered \(error.extendedResultCode)"]
      }
    }
    guard findings == ["ok"] else { throw SQLiteProblem(.damaged, message: findings.joined(separator: "; ")) }
  }

  /// Moves the log into the file and lets go of it.
  public func close() throws {
    _ = try pool.writeWithoutTransaction { try $0.checkpoint(.truncate) }
    try pool.close()
  }
}
