import Foundation

/// Held by the one program that serves a data folder; it ends with the program, however that ends.
struct FolderLock: ~Copyable {
  private let descriptor: Int32

  /// - Throws: ProgramProblem when another program has it.
  init(_ folder: DataFolder) throws {
    descriptor = unsafe open("\(folder.path)/serve.lock", O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw ProgramProblem(.cannotWrite, message: "cannot write in \(folder.path)") }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      throw ProgramProblem(.alreadyServed, message: "\(folder.path) is served by another switchkeep already; stop that one first")
    }
  }

  deinit { close(descriptor) }
}
