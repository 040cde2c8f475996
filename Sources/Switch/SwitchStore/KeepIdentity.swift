import Foundation
import GRDB
import SQLiteEngine

/// Which keep this switch belongs to.
extension ContactStore {
  /// - Parameter told: what the keep says now; it is taken for good where there was none.
  /// - Returns: the first that this switch was told.
  package func keepVerifier(orFirst told: [UInt8]) async throws -> [UInt8] {
    try await database.write { database in
      try database.execute(
        sql: "INSERT INTO keep_identity (one, verifier) VALUES (1, ?) ON CONFLICT (one) DO NOTHING", arguments: [Data(told)])
      return Array(try Data.fetchOne(database, sql: "SELECT verifier FROM keep_identity") ?? Data())
    }
  }
}
