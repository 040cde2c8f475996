import Foundation
import GRDB
import ResourceStore
import SQLiteEngine
import Testing
import Vocabulary

@Suite struct DurabilityTests {
  private func path() throws -> String {
    let folder = FileManager.default.temporaryDirectory.appending(path: "durable-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder.appending(path: "s.sqlite").path
  }

  /// GRDB sets NORMAL behind our back when a pool opens; a store that did not notice would lose acknowledged writes.
  @Test func theWriterSyncsInFull() async throws {
    let path = try path()
    for _ in 0..<2 {
      let database = try SQLiteDatabase(path: path, migrations: SQLiteConfigurationStore.migrations)
      #expect(try await database.synchronousLevel() == 2)
      try database.close()
    }
  }

  /// The control of the test above: a pool without our setting is at NORMAL.
  @Test func aPoolAloneDoesNot() async throws {
    let pool = try DatabasePool(path: try path())
    let level = try await pool.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA synchronous") }
    #expect(level == 1)
  }

  /// What was acknowledged is in the file and its log at that moment: a copy made then, without anything that came later, has it.
  @Test func acknowledgedWritesAreOnDisk() async throws {
    let path = try path()
    let database = try SQLiteDatabase(path: path, migrations: SQLiteConfigurationStore.migrations)
    let store = SQLiteConfigurationStore(database: database)
    for number in 0..<20 {
      try await store.write { writer in
        for part in ["a", "b"] {
          try writer.insert(
            Record(
              kind: "k", id: "\(number)\(part)", scope: "i", arn: "\(number)\(part)", name: nil, document: [:], sealed: nil, tags: [:],
              createdAt: Moment(seconds: 0), modifiedAt: Moment(seconds: 0)), references: [])
        }
      }
      let copy = "\(path)-copy-\(number)"
      try FileManager.default.copyItem(atPath: path, toPath: copy)
      try FileManager.default.copyItem(atPath: "\(path)-wal", toPath: "\(copy)-wal")
      let reopened = SQLiteConfigurationStore(
        database: try SQLiteDatabase(path: copy, migrations: SQLiteConfigurationStore.migrations))
      #expect(try await reopened.read { try $0.count("k", in: "i") } == 2 * (number + 1))
    }
  }

  @Test func aFileOfANewerProgramIsRefused() throws {
    enum Newer: Migration {
      static let id = "zz-from-the-future"
      static func apply(_ database: Database) throws {}
    }
    let path = try path()
    try SQLiteDatabase(path: path, migrations: SQLiteConfigurationStore.migrations + [Newer.self]).close()
    #expect(throws: SQLiteProblem.self) { try SQLiteDatabase(path: path, migrations: SQLiteConfigurationStore.migrations) }
  }

  @Test func deletedBytesAreOverwritten() async throws {
    let path = try path()
    let database = try SQLiteDatabase(path: path, migrations: SQLiteConfigurationStore.migrations)
    let store = SQLiteConfigurationStore(database: database)
    let secret = "an-unmistakable-word-4711"
    _ = try await store.write { writer in
      try writer.insert(
        Record(
          kind: "k", id: "1", scope: "i", arn: "1", name: nil, document: ["Word": .string(secret)], sealed: nil, tags: [:],
          createdAt: Moment(seconds: 0), modifiedAt: Moment(seconds: 0)), references: [])
    }
    try await store.write { try $0.delete("k", "1") }
    try database.close()
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    #expect(bytes.range(of: Data(secret.utf8)) == nil)
  }
}
