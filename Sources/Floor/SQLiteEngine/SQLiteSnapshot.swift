public import GRDB

/// One look at a SQLite file that another program may be writing to: nothing is written, no migration is run.
public enum SQLiteSnapshot {
  /// How long a statement waits for who holds the file.
  private static let busySecondsMax = 10.0

  /// Runs `body` on one state of the file.
  /// - Throws: SQLiteProblem.unusable for what cannot be opened or read as a database; what `body` throws.
  public static func read<Result>(path: String, _ body: (Database) throws -> Result) throws -> Result {
    var configuration = Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(busySecondsMax)
    configuration.prepareDatabase { database in
      for pragma in ["cell_size_check = ON", "trusted_schema = OFF"] { try database.execute(sql: "PRAGMA \(pragma)") }
    }
    do {
      let queue = try DatabaseQueue(path: path, configuration: configuration)
      let result = try queue.read(body)
      try queue.close()
      return result
    } catch let error as DatabaseError {
      throw SQLiteProblem(unusable: error)
    }
  }
}
