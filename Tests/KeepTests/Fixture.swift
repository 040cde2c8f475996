import Keep
import SQLiteEngine

/// What a keep is opened with.
enum Fixture {
  static func secret() throws -> RootSecret { try RootSecret(Array("correct horse battery".utf8)) }

  /// The database of a folder and its keys, made or opened.
  static func keys(in folder: String) async throws -> (SQLiteDatabase, KeyService) {
    let database = try KeepDatabase.open(in: folder)
    let keys = KeyService(database: database, cost: .least, allowsSecretMemory: true)
    if try await keys.state == .uninitialised {
      _ = try await keys.initialise(secret: try secret(), source: .passphrase, protection: nil)
    } else {
      try await keys.unlock(with: try secret())
    }
    return (database, keys)
  }
}
