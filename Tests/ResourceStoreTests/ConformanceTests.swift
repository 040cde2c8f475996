import Foundation
import Proof
import ResourceStore
import SQLiteEngine
import Testing
import Vocabulary

/// A folder that is gone when the last one lets go of it.
final class TemporaryFolder: Sendable {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "switchkeep-store-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func path(_ name: String) -> String { url.appending(path: name).path }
}

/// Makes stores, each in a file of its own in one folder.
struct TemporaryStores {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  func make() throws -> SQLiteConfigurationStore {
    let path = folder.path("\(UUID().uuidString).sqlite")
    return SQLiteConfigurationStore(database: try SQLiteDatabase(path: path, migrations: SQLiteConfigurationStore.migrations))
  }
}

@Suite struct ConformanceTests {
  @Test(arguments: ConfigurationStoreConformance.promises.map(\.name))
  func sqlite(_ promise: String) async throws {
    let stores = try TemporaryStores()
    try await keep(promise, ConfigurationStoreConformance { try stores.make() })
  }

  @Test(arguments: ConfigurationStoreConformance.promises.map(\.name))
  func memory(_ promise: String) async throws {
    try await keep(promise, ConfigurationStoreConformance { MemoryConfigurationStore() })
  }

  /// The control of the next: what finds the faults is not the wrapping.
  @Test func anEngineInAFaultlessWrapIsSound() async throws {
    #expect(try await broken(ConfigurationStoreConformance { FaultyStore(fault: nil) }).isEmpty)
  }

  /// The suite must find each engine that lies in one point.
  @Test(arguments: Fault.allCases) func aFaultyEngineIsFound(_ fault: Fault) async throws {
    let found = try await broken(ConfigurationStoreConformance { FaultyStore(fault: fault) })
    #expect(!found.isEmpty, "no promise finds it")
  }

  private func keep(_ name: String, _ conformance: ConfigurationStoreConformance) async throws {
    let promise = try #require(ConfigurationStoreConformance.promises.first { $0.name == name })
    try await promise.keep(conformance)
  }

  /// The promises that an engine breaks. A problem that it throws where none belongs breaks one too.
  private func broken(_ conformance: ConfigurationStoreConformance) async throws -> [String] {
    var found: [String] = []
    for promise in ConfigurationStoreConformance.promises {
      do {
        try await promise.keep(conformance)
      } catch is Violation {
        found.append(promise.name)
      } catch is StoreProblem {
        found.append(promise.name)
      }
    }
    return found
  }
}
