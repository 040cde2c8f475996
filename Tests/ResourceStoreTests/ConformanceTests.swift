import Foundation
import GRDB
import Proof
import ResourceStore
import SQLiteEngine
import Testing
import Vocabulary

/// A store in a file of its own.
func temporaryStore(_ migrations: [any Migration.Type] = SQLiteConfigurationStore.migrations) throws -> SQLiteConfigurationStore {
  let folder = FileManager.default.temporaryDirectory.appending(path: "store-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  return SQLiteConfigurationStore(database: try SQLiteDatabase(path: folder.appending(path: "s.sqlite").path, migrations: migrations))
}

@Suite struct ConformanceTests {
  @Test(arguments: ConfigurationStoreConformance.promises.indices)
  func sqlite(_ index: Int) async throws {
    try await ConfigurationStoreConformance.promises[index].keep(ConfigurationStoreConformance { try temporaryStore() })
  }

  /// The suite must find an engine that lies: this one forgets to undo, and never grows its generation.
  @Test func aBrokenEngineIsFound() async throws {
    var found = 0
    for promise in ConfigurationStoreConformance.promises {
      do {
        try await promise.keep(ConfigurationStoreConformance { BrokenStore(store: try temporaryStore()) })
      } catch is Violation {
        found += 1
      }
    }
    #expect(found >= 3)
  }
}

/// Passes everything on, but for a few lies.
private struct BrokenStore: ConfigurationStore {
  let store: SQLiteConfigurationStore
  var generation: UInt64 { 1 }

  func read<Result: Sendable>(_ body: @escaping @Sendable (any ResourceReader) throws -> Result) async throws -> Result {
    try await store.read(body)
  }

  func write<Result: Sendable>(_ body: @escaping @Sendable (any ResourceWriter) throws -> Result) async throws -> Result {
    try await store.write { writer in
      _ = try? writer.insert(
        Record(
          kind: "ghost", id: UUID().uuidString, scope: "i", arn: UUID().uuidString, name: nil, document: [:], sealed: nil, tags: [:],
          createdAt: Moment(seconds: 0), modifiedAt: Moment(seconds: 0)), references: [])
    }
    return try await store.write(body)
  }

  func outbox(limit: Int) async throws -> [OutboxItem] { try await store.outbox(limit: limit).reversed() }
  func acknowledge(through id: Int64) async throws {}
  func digest(includingOutbox: Bool) async throws -> [UInt8] { try await store.digest(includingOutbox: includingOutbox) }
}
