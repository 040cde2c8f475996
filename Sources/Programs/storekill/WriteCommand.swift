import ArgumentParser
import Foundation
import GRDB
import ResourceStore
import SQLiteEngine

/// Writes from several clients at once and says what was acknowledged, each on a line of its own, until somebody kills it:
/// `+N` for a pair of records that is there, `?N` before such a pair is deleted, `-N` when it is gone.
struct WriteCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "write")

  @Argument(help: "The folder of the store: an absolute path without links.") var folder: String
  @Option(help: "Where the synced state is kept beside it.") var shadow: String?
  @Option(help: "The first number; those after it must be free.") var first: Int
  @Option(help: "How many write at once.") var clients = 8
  @Flag(help: "Write through a plain pool, which does not sync each commit: what the test must find.") var plain = false

  func run() async throws {
    let store = StoreFolder(path: folder)
    if let shadow { try store.shadow(in: shadow) }
    let writer: any PairWriter =
      plain ? try PlainWriter(store) : StoreWriter(store: SQLiteConfigurationStore(database: try store.open()))
    try await withThrowingTaskGroup(of: Void.self) { group in
      for client in 0..<clients {
        group.addTask {
          for number in stride(from: first + client, to: Int.max, by: clients) { try await write(number, writer) }
        }
      }
      try await group.waitForAll()
    }
  }

  private func write(_ number: Int, _ writer: any PairWriter) async throws {
    try await writer.insert(number)
    say("+\(number)")
    if number % 3 == 0 { await writer.fail(number) }
    if number % 5 == 0 {
      say("?\(number)")
      try await writer.delete(number)
      say("-\(number)")
    }
  }

  /// One system call a line, so that what was said is in the file though this process is killed.
  private func say(_ line: String) { FileHandle.standardOutput.write(Data("\(line)\n".utf8)) }
}

/// Pairs of records, `a` and a `b` that refers to it, which come and go together.
private protocol PairWriter: Sendable {
  func insert(_ number: Int) async throws
  func delete(_ number: Int) async throws
  /// Writes a record of kind `x` that never may be there, since its transaction fails.
  func fail(_ number: Int) async
}

private struct StoreWriter: PairWriter {
  let store: SQLiteConfigurationStore

  func insert(_ number: Int) async throws {
    try await store.write { writer in
      let first = try writer.insert(.numbered("a", number), references: [])
      try writer.insert(.numbered("b", number), references: [first.reference])
      try writer.enqueue(topic: "\(number)", payload: [])
    }
  }

  func delete(_ number: Int) async throws {
    try await store.write { writer in
      try writer.delete("b", "\(number)")
      try writer.delete("a", "\(number)")
    }
  }

  func fail(_ number: Int) async {
    try? await store.write { writer in
      try writer.insert(.numbered("x", number), references: [])
      throw StorekillProblem(message: "this write fails")
    }
  }
}

/// GRDB's pool as it comes: `synchronous=NORMAL`.
private struct PlainWriter: PairWriter {
  private let pool: DatabasePool

  init(_ folder: StoreFolder) throws {
    try folder.open().close()
    pool = try DatabasePool(path: folder.databasePath)
  }

  func insert(_ number: Int) async throws {
    try await pool.write { database in
      for kind in ["a", "b"] {
        let sql = """
          INSERT INTO record (kind, id, scope, arn, document, tags, created_at, modified_at)
          VALUES (?, ?, 'i', ?, '{}', '{}', 0, 0)
          """
        try database.execute(sql: sql, arguments: [kind, "\(number)", "\(kind)\(number)"])
      }
      try database.execute(sql: "INSERT INTO reference VALUES ('b', :id, 'a', :id)", arguments: ["id": "\(number)"])
      try database.execute(sql: "INSERT INTO outbox (topic, payload) VALUES (?, x'')", arguments: ["\(number)"])
    }
  }

  func delete(_ number: Int) async throws {
    try await pool.write { database in
      try database.execute(sql: "DELETE FROM reference WHERE from_id = ?", arguments: ["\(number)"])
      try database.execute(sql: "DELETE FROM record WHERE id = ?", arguments: ["\(number)"])
    }
  }

  func fail(_ number: Int) async {}
}
