import GRDB
import Synchronization

/// Lets writers that come at once share one transaction and so one sync to disk. Each runs in a savepoint: one that fails undoes
/// its own work and nobody else's. All are answered after the commit.
final class GroupCommit: Sendable {
  /// Writers in one transaction at most.
  private static let batchMax = 128
  /// Writers that may wait; one more is refused.
  private static let waitingMax = 10_000

  private struct State {
    var waiting: [any Job] = []
    var isDraining = false
    /// When those who write now began; nil while nobody does.
    var beganAt: ContinuousClock.Instant?
  }

  private let pool: DatabasePool
  private let stop: WriteStop
  private let frames = LogFrames()
  private let state = Mutex(State())

  init(pool: DatabasePool, stop: WriteStop) throws {
    self.pool = pool
    self.stop = stop
    pool.writeWithoutTransaction { frames.listen(to: $0) }
  }

  func run<Result: Sendable>(_ body: @escaping @Sendable (Database) throws -> Result) async throws -> Result {
    guard stop.stoppedAt == nil else { throw Self.stopped }
    return try await withCheckedThrowingContinuation { continuation in
      let job = Writer(body: body, continuation: continuation)
      switch admit(job) {
      case .refused: continuation.resume(throwing: SQLiteProblem(.overloaded, message: "\(Self.waitingMax) writers wait already"))
      case .first: pool.asyncWriteWithoutTransaction { self.drain($0) }
      case .waits: break
      }
    }
  }

  /// How long writers that share a transaction may be at it, the sync and moving the log into the file included.
  static let writingMax = Duration.seconds(5)

  /// Whether those who write do not come to an end.
  var isHanging: Bool { state.withLock { $0.beganAt }.map { $0 + Self.writingMax < .now } ?? false }

  private static let stopped = SQLiteProblem(.stopped, message: "the file failed a write, and has not been found sound since")

  private enum Admission { case first, waits, refused }

  private func admit(_ job: any Job) -> Admission {
    state.withLock { state in
      guard state.waiting.count < Self.waitingMax else { return .refused }
      state.waiting.append(job)
      if !state.isDraining { state.beganAt = .now }
      defer { state.isDraining = true }
      return state.isDraining ? .waits : .first
    }
  }

  private func drain(_ database: Database) {
    while let batch = next() {
      guard stop.stoppedAt == nil else {
        for job in batch { job.finish(failure: Self.stopped) }
        continue
      }
      commit(batch, database)
      checkpoint(database)
    }
  }

  private func next() -> [any Job]? {
    state.withLock { state in
      guard !state.waiting.isEmpty else {
        (state.isDraining, state.beganAt) = (false, nil)
        return nil
      }
      state.beganAt = .now
      let batch = Array(state.waiting.prefix(Self.batchMax))
      state.waiting.removeFirst(batch.count)
      return batch
    }
  }

  private func commit(_ batch: [any Job], _ database: Database) {
    do {
      try database.inTransaction(.immediate) {
        for job in batch { try perform(job, database) }
        return .commit
      }
      for job in batch { job.finish(failure: nil) }
    } catch {
      // Before anybody is told, so that who hears of the failure finds the file stopped.
      stop.note(error)
      let failure = SQLiteProblem(notCommitted: error)
      for job in batch { job.finish(failure: failure) }
    }
  }

  /// Moves the log into the file when it has become long; nobody waits for that. Another process may be at it, and readers may
  /// hold the log: then it is tried again after the next commit.
  private func checkpoint(_ database: Database) {
    guard frames.areMany, stop.stoppedAt == nil else { return }
    do { _ = try database.checkpoint(.passive) } catch { stop.note(error) }
  }

  /// SQLite undoes the whole transaction for some failures of one statement, such as a full disk. What stood before it in the
  /// batch is gone then, and what comes after has no transaction to stand in.
  private func perform(_ job: any Job, _ database: Database) throws {
    if let failure = job.perform(database) { stop.note(failure) }
    guard database.isInsideTransaction else {
      throw SQLiteProblem(.notCommitted, message: "another writer's failure undid the transaction that it shared")
    }
  }
}

/// One waiting writer, its result's type erased.
private protocol Job: AnyObject, Sendable {
  /// - Returns: why it failed, if it did.
  func perform(_ database: Database) -> (any Error)?
  func finish(failure: (any Error)?)
}

private final class Writer<Output: Sendable>: Job {
  private let body: @Sendable (Database) throws -> Output
  private let continuation: CheckedContinuation<Output, any Error>
  private let outcome = Mutex<Result<Output, any Error>?>(nil)

  init(body: @escaping @Sendable (Database) throws -> Output, continuation: CheckedContinuation<Output, any Error>) {
    self.body = body
    self.continuation = continuation
  }

  func perform(_ database: Database) -> (any Error)? {
    var output: Output?
    do {
      try database.inSavepoint {
        output = try body(database)
        return .commit
      }
      if let output { outcome.withLock { $0 = .success(output) } }
      return nil
    } catch {
      outcome.withLock { $0 = .failure(error) }
      return error
    }
  }

  /// A writer that had failed by itself keeps its own error.
  func finish(failure: (any Error)?) {
    let outcome = outcome.withLock { $0 }
    switch (outcome, failure) {
    case (.failure(let own), _): continuation.resume(throwing: own)
    case (_, let failure?): continuation.resume(throwing: failure)
    case (.success(let output), nil): continuation.resume(returning: output)
    case (nil, nil): continuation.resume(throwing: SQLiteProblem(.notCommitted, message: "the writer did not run"))
    }
  }
}
