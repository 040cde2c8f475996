import Foundation

/// Held by the one program that serves a data folder; it ends with the program, however that ends.
struct FolderLock: ~Copyable {
  /// What processes inherit that must end before the folder is free.
  let descriptor: Int32

  /// - Throws: ProgramProblem when another program has it.
  init(_ folder: DataFolder) throws {
    descriptor = unsafe open("\(folder.path)/serve.lock", O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw ProgramProblem(.cannotWrite, message: "cannot write in \(folder.path)") }
    guard Self.takes(descriptor) else {
      close(descriptor)
      throw ProgramProblem(.alreadyServed, message: "\(folder.path) is served by another switchkeep already; stop that one first")
    }
  }

  /// Tries for a moment: what serves it may just be about to end.
  private static func takes(_ descriptor: Int32) -> Bool {
    for _ in 0..<20 {
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
      usleep(100_000)
    }
    return false
  }

  deinit { close(descriptor) }
}
