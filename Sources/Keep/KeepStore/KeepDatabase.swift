import ResourceStore
package import SQLiteEngine

/// The keep's database: configuration records, and what KeepMigrations.all adds.
package enum KeepDatabase {
  package static var migrations: [any Migration.Type] { SQLiteConfigurationStore.migrations + KeepMigrations.all }

  /// - Parameter folder: the keep's own.
  package static func open(in folder: String) throws -> SQLiteDatabase {
    try SQLiteDatabase(path: "\(folder)/keep.sqlite", migrations: migrations)
  }
}
