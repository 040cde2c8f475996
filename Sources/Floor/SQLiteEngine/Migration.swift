public import GRDB

/// One step of a database's shape. Each stands in a file of its own, and never changes once it was released.
public protocol Migration {
  /// Unique, and in the order of application.
  static var id: String { get }
  static func apply(_ database: Database) throws
}

/// Applies what is missing, each in a transaction with its own mark.
struct MigrationRunner {
  let migrations: [any Migration.Type]

  func run(on pool: DatabasePool) throws {
    try pool.write { database in
      try database.execute(sql: "CREATE TABLE IF NOT EXISTS migration (id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID")
    }
    let applied = try pool.read { Set(try String.fetchAll($0, sql: "SELECT id FROM migration")) }
    let unknown = applied.subtracting(migrations.map { $0.id })
    guard unknown.isEmpty else {
      throw SQLiteProblem(.fromNewerProgram, message: "the file has migrations that this program lacks: \(unknown.sorted())")
    }
    for migration in migrations where !applied.contains(migration.id) { try apply(migration, pool) }
  }

  private func apply(_ migration: any Migration.Type, _ pool: DatabasePool) throws {
    try pool.write { database in
      try migration.apply(database)
      try database.execute(sql: "INSERT INTO migration (id) VALUES (?)", arguments: [migration.id])
    }
  }
}
