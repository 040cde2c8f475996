import Dispatch
import GRDB
import ResourceStore
import SQLiteEngine
import Testing

/// Many writers in one transaction: what one of them may do to the others.
@Suite struct GroupCommitTests {
  private let folder: TemporaryFolder
  private let database: SQLiteDatabase

  init() throws {
    folder = try TemporaryFolder()
    database = try SQLiteDatabase(path: folder.path("g.sqlite"), migrations: [Tables.self])
  }

  private enum Tables: Migration {
    static let id = "tables"
    static func apply(_ database: Database) throws {
      try database.execute(
        sql: """
          CREATE TABLE number (n INTEGER PRIMARY KEY, parent INTEGER REFERENCES number DEFERRABLE INITIALLY DEFERRED) STRICT;
          INSERT INTO number (n) VALUES (-1);
          """)
    }
  }

  private struct Failure: Error {}

  /// What became of each of some writers that all waited while another wrote.
  private func outcomes(_ statements: [String]) async throws -> [Result<Void, any Error>] {
    let gate = DispatchSemaphore(value: 0)
    let database = database
    return await withTaskGroup(of: (Int, Result<Void, any Error>)?.self) { group in
      group.addTask {
        try? await database.write { _ in gate.wait() }
        return nil
      }
      for (index, sql) in statements.enumerated() {
        group.addTask {
          do {
            try await database.write { try $0.execute(sql: sql) }
            return (index, .success(()))
          } catch {
            return (index, .failure(error))
          }
        }
      }
      try? await Task.sleep(for: .milliseconds(200))
      gate.signal()
      var found: [Int: Result<Void, any Error>] = [:]
      for await outcome in group { if let outcome { found[outcome.0] = outcome.1 } }
      return statements.indices.compactMap { found[$0] }
    }
  }

  private func numbers() async throws -> Set<Int> {
    Set(try await database.read { try Int.fetchAll($0, sql: "SELECT n FROM number WHERE n >= 0") })
  }

  private func isNotCommitted(_ outcome: Result<Void, any Error>) -> Bool {
    if case .failure(let error as SQLiteProblem) = outcome { error.code == .notCommitted } else { false }
  }

  private func succeeded(_ outcome: Result<Void, any Error>) -> Bool { (try? outcome.get()) != nil }

  @Test func aWritersFailureIsItsOwn() async throws {
    let statements = (0..<20).map { $0 % 4 == 3 ? "INSERT INTO nowhere VALUES (1)" : "INSERT INTO number (n) VALUES (\($0))" }
    let outcomes = try await outcomes(statements)
    let expected = Set((0..<20).filter { $0 % 4 != 3 })
    #expect(Set(outcomes.indices.filter { succeeded(outcomes[$0]) }) == expected)
    #expect(try await numbers() == expected)
    #expect(!outcomes.contains(where: isNotCommitted))
  }

  /// SQLite itself undoes the transaction for some failures: nobody who shared it may be told that it is written.
  @Test func whoseTransactionWasUndoneIsTold() async throws {
    var statements = (0..<20).map { "INSERT INTO number (n) VALUES (\($0))" }
    statements[10] = "INSERT OR ROLLBACK INTO number (n) VALUES (-1)"
    let outcomes = try await outcomes(statements)
    #expect(!succeeded(outcomes[10]) && !isNotCommitted(outcomes[10]), "who undid it is told why")
    #expect(outcomes.indices.allSatisfy { $0 == 10 || succeeded(outcomes[$0]) || isNotCommitted(outcomes[$0]) })
    #expect(try await numbers() == Set(outcomes.indices.filter { succeeded(outcomes[$0]) }))
    #expect(outcomes.contains(where: isNotCommitted), "the writers shared no transaction: the test tested nothing")
    try await database.write { try $0.execute(sql: "INSERT INTO number (n) VALUES (99)") }
    #expect(try await numbers().contains(99))
  }

  /// A commit that fails fails for all of its writers.
  @Test func whoseCommitFailedIsTold() async throws {
    var statements = (0..<20).map { "INSERT INTO number (n) VALUES (\($0))" }
    statements[10] = "INSERT INTO number (n, parent) VALUES (10, 4711)"
    let outcomes = try await outcomes(statements)
    #expect(isNotCommitted(outcomes[10]))
    #expect(try await numbers() == Set(outcomes.indices.filter { succeeded(outcomes[$0]) }))
    #expect(outcomes.count(where: isNotCommitted) > 1, "the writers shared no transaction: the test tested nothing")
    try await database.write { try $0.execute(sql: "INSERT INTO number (n) VALUES (99)") }
    #expect(try await numbers().contains(99))
  }

  @Test func writersThatDoNotComeToAnEndAreTold() async throws {
    let gate = DispatchSemaphore(value: 0)
    let database = database
    #expect(!database.isHanging)
    let told = await withTaskGroup(of: Bool.self) { group in
      group.addTask {
        try? await database.write { _ in gate.wait() }
        return true
      }
      let began = ContinuousClock.now
      var told = false
      for _ in 0..<300 where !told {
        try? await Task.sleep(for: .milliseconds(100))
        told = database.isHanging
        #expect(!told || began.duration(to: .now) >= .seconds(4))
      }
      gate.signal()
      await group.waitForAll()
      return told
    }
    #expect(told)
    try await database.write { try $0.execute(sql: "INSERT INTO number (n) VALUES (1)") }
    #expect(!database.isHanging)
  }

  @Test func tooManyWritersAreRefused() async throws {
    let gate = DispatchSemaphore(value: 0)
    let database = database
    let refused = try await withThrowingTaskGroup(of: Bool.self) { group in
      group.addTask {
        try await database.write { _ in gate.wait() }
        return false
      }
      for number in 0..<10_200 {
        group.addTask {
          do {
            try await database.write { try $0.execute(sql: "INSERT INTO number (n) VALUES (?)", arguments: [number]) }
            return false
          } catch let problem as SQLiteProblem where problem.code == .overloaded {
            gate.signal()
            return true
          }
        }
      }
      return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(refused > 0)
    #expect(try await numbers().count == 10_200 - refused)
  }

  /// The configuration store says so in its own words.
  @Test func aStoreWithTooManyWritersIsOverloaded() async throws {
    let gate = DispatchSemaphore(value: 0)
    let store = SQLiteConfigurationStore(
      database: try SQLiteDatabase(path: folder.path("s.sqlite"), migrations: SQLiteConfigurationStore.migrations))
    let refused = try await withThrowingTaskGroup(of: Bool.self) { group in
      group.addTask {
        try await store.write { _ in gate.wait() }
        return false
      }
      for _ in 0..<10_200 {
        group.addTask {
          do {
            try await store.write { _ in }
            return false
          } catch StoreProblem.overloaded {
            gate.signal()
            return true
          }
        }
      }
      return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(refused > 0)
  }
}
