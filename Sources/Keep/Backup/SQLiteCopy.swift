import GRDB
import SQLiteEngine

/// A copy of one state of a SQLite file that others may be writing to, as a file of its own (SQLite's backup interface).
enum SQLiteCopy {
  private static let busySecondsMax = 10.0
  /// Pages between two reports of progress.
  private static let pagesPerStep: CInt = 1_024

  /// Returns when the copy is on disk.
  /// - Parameters:
  ///   - progress: told the part that is done, up to 1.
  ///   - reading: what else is wanted of this very state.
  /// - Throws: SQLiteProblem.unusable; what `reading` throws.
  static func make<Result>(
    of path: String, to copy: String, progress: @escaping (Double) -> Void, reading: (Database) throws -> Result
  ) throws -> Result {
    var configuration = Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(busySecondsMax)
    do {
      let source = try DatabaseQueue(path: path, configuration: configuration)
      let target = try DatabaseQueue(path: copy)
      // Within one reading transaction: whatever is written meanwhile, each step sees the same state.
      let result = try source.read { database in
        try target.writeWithoutTransaction { target in
          try database.backup(to: target, pagesPerStep: pagesPerStep) { step in
            progress(step.totalPageCount == 0 ? 1 : Double(step.completedPageCount) / Double(step.totalPageCount))
          }
        }
        return try reading(database)
      }
      try target.close()
      try source.close()
      return result
    } catch let error as DatabaseError {
      throw SQLiteProblem(.unusable, message: "SQLite answered \(error.extendedResultCode)")
    }
  }
}
