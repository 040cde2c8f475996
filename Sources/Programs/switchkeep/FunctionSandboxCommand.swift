import ArgumentParser
import CSandbox
import Foundation
import Functions
import Glibc

/// Becomes the program of a function, locked in. `serve` starts it; it is of no use to anybody else.
struct FunctionSandboxCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "function-sandbox", abstract: "Becomes a function's program, locked in.", shouldDisplay: false)

  @Option(help: "Seconds of processor time.")
  var seconds: UInt64

  @Option(help: "The folder that it may write.")
  var scratch: String

  @Argument(help: "The program.")
  var program: String

  /// The status of a program that could not be locked in (POSIX shells use 126 for what cannot be executed).
  private static let notLockedIn: Int32 = 126

  /// What programs in scripting languages need of a system.
  private static let readable = [
    "/usr", "/lib", "/lib64", "/bin", "/sbin", "/etc/ld.so.cache", "/etc/localtime", "/etc/alternatives", "/etc/ssl",
    "/dev/urandom", "/dev/random", "/dev/zero",
  ]

  func run() throws {
    let folder = String(program[..<(program.lastIndex(of: "/") ?? program.startIndex)])
    let environment = ["PATH=/usr/local/bin:/usr/bin:/bin", "LANG=C.UTF-8", "HOME=\(scratch)", "TMPDIR=\(scratch)"]
    let failed = unsafe become(readable: Self.readable + [folder], environment: environment)
    let reason = unsafe String(cString: strerror(failed))
    try FileHandle.standardError.write(contentsOf: Array("the program could not be locked in or started: \(reason)\n".utf8))
    throw ExitCode(Self.notLockedIn)
  }

  @unsafe private func become(readable: [String], environment: [String]) -> Int32 {
    unsafe withCStrings(readable) { readable in
      unsafe withCStrings([program]) { arguments in
        unsafe withCStrings(environment) { environment in
          unsafe scratch.withCString { scratch in
            let paths = unsafe readable.map { unsafe $0.map { unsafe UnsafePointer($0) } }
            return unsafe paths.withUnsafeBufferPointer { paths in
              var rules = unsafe csandbox_rules(
                readable: paths.baseAddress, writable: scratch, cpu_seconds: seconds + 1, memory_bytes: 2 << 30,
                file_bytes: 64 << 20, descriptors: 256, allows_network: 0, user: sandboxUser)
              return unsafe csandbox_exec(&rules, program, arguments, environment)
            }
          }
        }
      }
    }
  }

  /// An array of C strings, ended by NULL.
  @unsafe private func withCStrings<Result>(
    _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) throws -> Result
  ) rethrows -> Result {
    let copies = unsafe texts.map { unsafe strdup($0) } + [nil]
    defer { unsafe copies.forEach { unsafe free($0) } }
    return try unsafe body(copies)
  }
}
