import Dispatch
public import GRDB
import Synchronization

/// One SQLite file in WAL mode with `synchronous=FULL`: a write that returned survives the loss of power.
///
/// A file that failed a write or a sync is written no more: writes are refused with `stopped`, at once, until the file was opened
/// anew, its log begun anew and a proof written and synced. The next write tries that, at most once in `pause`.
public final class SQLiteDatabase: Sendable {
  /// How long a stopped file rests before it is tried.
  private static let pause = Duration.milliseconds(100)

  private struct State {
    var opening: Opening
    var isBeingTried = false
    var triedAt: ContinuousClock.Instant?
  }

  private let path: String
  private let state: Mutex<State>
  private let trials = DispatchQueue(label: "sqlite trials")

  /// Opens or makes the file, and brings it to the newest of the migrations. A file that cannot be written now is stopped.
  /// - Throws: SQLiteProblem for what is no database, is of a newer program, or cannot be opened durably.
  public init(path: String, migrations: [any Migration.Type]) throws {
    do {
      let opening = try Opening(path: path)
      try MigrationRunner(migrations: migrations).run(on: opening.pool)
      do { try opening.settle() } catch { opening.stop.stop() }
      self.path = path
      state = Mutex(State(opening: opening))
    } catch {
      throw SQLiteProblem(unusable: error)
    }
  }

  /// The level that the writer has: 2 is FULL.
  public func synchronousLevel() async throws -> Int {
    try await pool.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA synchronous") ?? -1 }
  }

  private var pool: DatabasePool { state.withLock { $0.opening.pool } }

  /// Runs `body` in a transaction of its own making: what it wrote is durable when this returns, undone when it throws.
  ///
  /// Writers that come at once share one commit, each within a savepoint.
  /// - Throws: SQLiteProblem.stopped while the file cannot be trusted to hold what it is given.
  public func write<Result: Sendable>(_ body: @escaping @Sendable (Database) throws -> Result) async throws -> Result {
    try await trustworthy().commits.run(body)
  }

  /// Runs `body` on a snapshot that holds every write that returned before.
  public func read<Result: Sendable>(_ body: @escaping @Sendable (Database) throws -> Result) async throws -> Result {
    try await pool.read(body)
  }

  /// Whether writes have not come to an end for seconds: the disk hangs, or another process holds the file.
  public var isHanging: Bool {
    state.withLock { state in
      state.opening.commits.isHanging || (state.isBeingTried && state.triedAt.map { $0 + GroupCommit.writingMax < .now } == true)
    }
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

  /// Moves the log into the file and lets go of it. The log stays where another process is at it: it is that one's too.
  public func close() throws {
    let pool = pool
    do {
      _ = try pool.writeWithoutTransaction { try $0.checkpoint(.truncate) }
    } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {}
    try pool.close()
  }

  // MARK: After a failure

  /// The opening to write through: another one when the one before was stopped and the file has stood the trial.
  private func trustworthy() async throws -> Opening {
    let (opening, isToTry) = state.withLock { state in
      let opening = state.opening
      guard let stoppedAt = opening.stop.stoppedAt else { return (opening, false) }
      let isToTry = !state.isBeingTried && ContinuousClock.now >= max(stoppedAt, state.triedAt ?? stoppedAt) + Self.pause
      if isToTry { (state.isBeingTried, state.triedAt) = (true, .now) }
      return (opening, isToTry)
    }
    // A stopped one refuses by itself.
    guard isToTry else { return opening }
    let outcome = await trial()
    return try state.withLock { state in
      state.isBeingTried = false
      state.triedAt = .now
      state.opening = try outcome.get()
      return state.opening
    }
  }

  /// It waits for the disk, and so on a thread of its own. Reads go on; the connections of before end with the last of them.
  private func trial() async -> Result<Opening, SQLiteProblem> {
    let path = path
    return await withCheckedContinuation { continuation in
      trials.async {
        do {
          let opening = try Opening(path: path)
          try opening.settle()
          try opening.prove()
          continuation.resume(returning: .success(opening))
        } catch {
          continuation.resume(returning: .failure(SQLiteProblem(stillStopped: error)))
        }
      }
    }
  }
}
