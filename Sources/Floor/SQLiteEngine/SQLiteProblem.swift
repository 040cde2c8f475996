import GRDB

/// Why a database cannot be used, or did not take a write.
public struct SQLiteProblem: Error, Sendable, Hashable {
  public enum Code: Sendable {
    /// The file cannot be opened, or is not a database.
    case unusable
    /// The file is a database, and not whole.
    case damaged
    /// The file was made by a newer program, which knows migrations that this one does not.
    case fromNewerProgram
    /// The settings that durability needs did not take.
    case notDurable
    /// The transaction could not be committed, such as for a full disk. Nothing may be taken for written.
    case notCommitted
    /// A write or a sync has failed before, and the file is not written until it has been found sound.
    case stopped
    /// Too many writers wait.
    case overloaded
  }

  public let code: Code
  public let message: String

  public init(_ code: Code, message: String) {
    self.code = code
    self.message = message
  }

  /// What stopped a commit. SQLite's own text may quote what was being written, and stays out.
  init(notCommitted cause: any Error) {
    self = cause as? SQLiteProblem ?? SQLiteProblem(.notCommitted, message: "SQLite answered \(Self.resultCode(cause))")
  }

  /// Why a stopped file stays so.
  init(stillStopped cause: any Error) {
    self.init(.stopped, message: "the file still cannot be written: SQLite answered \(Self.resultCode(cause))")
  }

  /// What stopped the opening of a file.
  init(unusable cause: any Error) {
    self = cause as? SQLiteProblem ?? SQLiteProblem(.unusable, message: "SQLite answered \(Self.resultCode(cause))")
  }

  private static func resultCode(_ cause: any Error) -> String {
    (cause as? DatabaseError).map { "\($0.extendedResultCode)" } ?? "\(type(of: cause))"
  }
}
