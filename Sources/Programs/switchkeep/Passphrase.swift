import Foundation
import Glibc
import Keep

/// A passphrase as it comes from a descriptor or from a person.
enum Passphrase {
  /// Reads it from a descriptor, and takes that away: what is started later must not find the passphrase there.
  static func read(descriptor: Int32) throws -> RootSecret {
    defer { drop(descriptor) }
    return try RootSecretSource.read(descriptor: descriptor)
  }

  private static func drop(_ descriptor: Int32) {
    guard descriptor <= STDERR_FILENO else {
      close(descriptor)
      return
    }
    let nothing = unsafe open("/dev/null", O_RDWR | O_CLOEXEC)
    dup2(nothing, descriptor)
    close(nothing)
  }

  /// Whether somebody sits there: a program in the background would be stopped for asking.
  static var canAsk: Bool { isatty(STDIN_FILENO) == 1 && tcgetpgrp(STDIN_FILENO) == getpgrp() }

  /// Asks on the terminal, without echo.
  static func ask(_ prompt: String) throws -> RootSecret {
    var before = termios()
    guard unsafe tcgetattr(STDIN_FILENO, &before) == 0 else {
      throw ProgramProblem(.noSecret, message: "the terminal cannot be asked without showing what is typed")
    }
    var silent = before
    silent.c_lflag &= ~tcflag_t(ECHO)
    unsafe tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent)
    defer {
      unsafe tcsetattr(STDIN_FILENO, TCSAFLUSH, &before)
      FileHandle.standardError.write(Data("\n".utf8))
    }
    FileHandle.standardError.write(Data(prompt.utf8))
    return try RootSecretSource.read(descriptor: STDIN_FILENO)
  }

  /// Asks for a new one twice: nobody sees what they type.
  static func askTwice() throws -> RootSecret {
    let first = try ask("New passphrase for the root key (12 bytes or more): ")
    guard try ask("Once more: ") == first else { throw ProgramProblem(.noSecret, message: "the two were not the same") }
    return first
  }
}
