import Foundation
import GRDB
import ResourceStore
import SQLiteEngine
import Testing
import Vocabulary

@Suite struct DurabilityTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func open(_ path: String, _ more: [any Migration.Type] = []) throws -> SQLiteDatabase {
    try SQLiteDatabase(path: path, migrations: SQLiteConfigurationStore.migrations + more)
  }

  private func path() -> String { folder.path("s.sqlite") }

  /// GRDB sets NORMAL behind our back when a pool opens; a store that did not notice would lose acknowledged writes.
  @Test func theWriterSyncsInFull() async throws {
    for _ in 0..<2 {
      let database = try open(path())
      #expect(try await database.synchronousLevel() == 2)
      try database.close()
    }
  }

  /// The control of the test above: a pool without our setting is at NORMAL.
  @Test func aPoolAloneDoesNot() async throws {
    let pool = try DatabasePool(path: path())
    let level = try await pool.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA synchronous") }
    #expect(level == 1)
  }

  @Test(arguments: [
    ("foreign_keys", 1), ("secure_delete", 1), ("temp_store", 2), ("cell_size_check", 1), ("trusted_schema", 0),
  ])
  func everyConnectionIsCareful(_ pragma: String, _ value: Int) async throws {
    let database = try open(path())
    #expect(try await database.write { try Int.fetchOne($0, sql: "PRAGMA \(pragma)") } == value)
    #expect(try await database.read { try Int.fetchOne($0, sql: "PRAGMA \(pragma)") } == value)
    try database.close()
  }

  @Test func aFileOfANewerProgramIsRefused() throws {
    enum Newer: Migration {
      static let id = "zz-from-the-future"
      static func apply(_ database: Database) throws {}
    }
    try open(path(), [Newer.self]).close()
    #expect { try open(path()) } throws: { ($0 as? SQLiteProblem)?.code == .fromNewerProgram }
  }

  @Test func aMigrationThatFailsLeavesNothing() async throws {
    enum Half: Migration {
      static let id = "zz-half"
      static func apply(_ database: Database) throws {
        try database.execute(sql: "CREATE TABLE half (a) STRICT; INSERT INTO nowhere VALUES (1)")
      }
    }
    #expect { try open(path(), [Half.self]) } throws: { ($0 as? SQLiteProblem)?.code == .unusable }
    let database = try open(path())
    #expect(try await database.read { try !$0.tableExists("half") })
    try database.close()
  }

  @Test func whatIsNoDatabaseIsRefused() throws {
    try Data(repeating: 7, count: 8_192).write(to: URL(fileURLWithPath: path()))
    #expect { try open(path()) } throws: { ($0 as? SQLiteProblem)?.code == .unusable }
  }

  @Test func damageIsFound() async throws {
    let database = try open(path())
    try await database.checkIntegrity()
    let store = SQLiteConfigurationStore(database: database)
    try await store.write { writer in
      for number in 0..<500 { try writer.insert(record("\(number)", word: String(repeating: "w", count: 500)), references: []) }
    }
    try database.close()
    let file = try FileHandle(forUpdating: URL(fileURLWithPath: path()))
    try file.seek(toOffset: 40 * 4_096)
    try file.write(contentsOf: Data(repeating: 0xFF, count: 20 * 4_096))
    try file.close()
    let damaged = try open(path())
    await #expect { try await damaged.checkIntegrity() } throws: { ($0 as? SQLiteProblem)?.code == .damaged }
  }

  @Test func deletedBytesAreOverwritten() async throws {
    let database = try open(path())
    let store = SQLiteConfigurationStore(database: database)
    let secret = "an-unmistakable-word-4711"
    try await store.write { _ = try $0.insert(record("1", word: secret), references: []) }
    #expect(try Data(contentsOf: URL(fileURLWithPath: path() + "-wal")).range(of: Data(secret.utf8)) != nil, "the control")
    try await store.write { try $0.delete("k", "1") }
    try database.close()
    #expect(try Data(contentsOf: URL(fileURLWithPath: path())).range(of: Data(secret.utf8)) == nil)
    #expect(FileManager.default.contents(atPath: path() + "-wal")?.isEmpty != false, "the log is let go of")
  }

  private func record(_ id: String, word: String) -> ResourceStore.Record {
    ResourceStore.Record(
      kind: "k", id: id, scope: "i", arn: id, name: nil, document: ["Word": .string(word)], sealed: nil, tags: [:],
      createdAt: Moment(seconds: 0), modifiedAt: Moment(seconds: 0))
  }
}
