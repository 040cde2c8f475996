import Foundation

/// Held by the one program that serves a data folder; it ends with the program, however that ends.
struct FolderLock: ~Copyable {
  /// What processes inherit that must end before the folder is free.
  let descriptor: Int32

  /// - Throws: ProgramProblem when another program has it.
  init(_ folder: DataFolder) throws { descriptor = try Self.take(folder) }

  private static let name = "serve.lock"

  /// What a process that is run alone holds to its end: with it another may be run alone, but not `serve`.
  static func share(_ folder: DataFolder) throws -> Int32 { try take(folder, operation: LOCK_SH) }

  static func take(_ folder: DataFolder, file: String = name, operation: Int32 = LOCK_EX) throws -> Int32 {
    let descriptor = unsafe open("\(folder.path)/\(file)", O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw ProgramProblem(.cannotWrite, message: "cannot write in \(folder.path)") }
    guard takes(descriptor, operation) else {
      close(descriptor)
      throw ProgramProblem(.alreadyServed, message: "\(folder.path) is served by another switchkeep already; stop that one first")
    }
    return descriptor
  }

  /// Tries for a moment: what serves it may just be about to end.
  private static func takes(_ descriptor: Int32, _ operation: Int32) -> Bool {
    for _ in 0..<20 {
      if flock(descriptor, operation | LOCK_NB) == 0 { return true }
      usleep(100_000)
    }
    return false
  }

  deinit { close(descriptor) }
}
