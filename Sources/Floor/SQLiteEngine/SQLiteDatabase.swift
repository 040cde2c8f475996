public import GRDB

/// One SQLite file in WAL mode with `synchronous=FULL`: a write that returned survives the loss of power.
public final class SQLiteDatabase: Sendable {
  private let pool: DatabasePool
  private let commits: GroupCommit

  /// Opens or makes the file, and brings it to the newest of the migrations.
  /// - Throws: SQLiteProblem for a file of a newer program or one that cannot be opened durably.
  public init(path: String, migrations: [any Migration.Type]) throws {
    var configuration = Configuration()
    configuration.busyMode = .timeout(10)
    configuration.prepareDatabase { database in
      for pragma in Self.pragmas { try database.execute(sql: "PRAGMA \(pragma)") }
    }
    pool = try DatabasePool(path: path, configuration: configuration)
    // DatabasePool sets NORMAL after prepareDatabase has run, so that FULL is set on the writer itself.
    try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
    commits = GroupCommit(pool: pool)
    try Self.checkDurability(pool)
    try MigrationRunner(migrations: migrations).run(on: pool)
  }

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

  /// Moves the log into the file and lets go of it.
  public func close() throws {
    _ = try pool.writeWithoutTransaction { try $0.checkpoint(.truncate) }
    try pool.close()
  }
}

/// Why a database cannot be used.
public struct SQLiteProblem: Error, Sendable, Hashable {
  public enum Code: Sendable {
    /// The file was made by a newer program, which knows migrations that this one does not.
    case fromNewerProgram
    /// The settings that durability needs did not take.
    case notDurable
    /// Too many writers wait.
    case overloaded
  }

  public let code: Code
  public let message: String

  public init(_ code: Code, message: String) {
    self.code = code
    self.message = message
  }
}
