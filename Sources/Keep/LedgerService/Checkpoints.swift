import GRDB
import Ledger
import LedgerText
import Logging
import ServiceLifecycle
import SQLiteEngine
import Synchronization

/// Signs the tree's head, at most once a second while it grows, and stores it. It never signs a head that contradicts one that
/// was signed before, whatever became of the tables.
final class Checkpoints: Service {
  private static let pause = Duration.seconds(1)

  private let database: SQLiteDatabase
  private let signer: CheckpointSigner
  private let logger: Logger
  /// The last one of this process: the stored one might be taken away.
  private let last = Mutex<Checkpoint?>(nil)
  private let wakeUps: AsyncStream<Void>
  private let waker: AsyncStream<Void>.Continuation

  init(database: SQLiteDatabase, signer: CheckpointSigner, logger: Logger) {
    self.database = database
    self.signer = signer
    self.logger = logger
    (wakeUps, waker) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

  var verifierKey: VerifierKey { signer.verifierKey }

  /// Says that the tree has grown.
  func wake() { waker.yield() }

  func run() async throws {
    wake()
    await cancelWhenGracefulShutdown {
      for await _ in self.wakeUps {
        do { try await self.write() } catch { self.logger.critical("no checkpoint is signed", metadata: ["error": "\(error)"]) }
        try? await Task.sleep(for: Self.pause)
      }
    }
  }

  /// Signs the head now, unless it is signed.
  /// - Throws: LedgerServiceProblem.inconsistent.
  func write() async throws {
    let (key, remembered) = (signer.verifierKey, last.withLock { $0 })
    let head = try await database.read { database in
      let stored = try LedgerRows.newestCheckpoint(database).map(key.open)
      let size = try LedgerRows.size(database)
      for known in [stored, remembered] { try Self.check(known, size, database) }
      return stored?.size == size ? nil : (size: size, root: try LedgerRows.tree(size, database).root())
    }
    guard let head else { return }
    let note = try signer.sign(size: head.size, root: head.root)
    try await database.write { try LedgerRows.store(note, size: head.size, $0) }
    let checkpoint = try Checkpoint(noteText: note.text)
    last.withLock { if checkpoint.size > $0?.size ?? -1 { $0 = checkpoint } }
  }

  private static func check(_ known: Checkpoint?, _ size: Int, _ database: Database) throws {
    guard let known else { return }
    guard known.size <= size, try LedgerRows.tree(known.size, database).root().bytes == known.root else {
      throw LedgerServiceProblem(
        .inconsistent, "the ledger of \(size) entries contradicts its signed checkpoint of \(known.size): see `audit verify`")
    }
  }
}
