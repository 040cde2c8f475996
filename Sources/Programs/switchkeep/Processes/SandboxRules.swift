import ArgumentParser
import CSandbox
import Foundation
import Glibc

/// What a program may have that is locked in. Of the limits, 0 is none.
struct SandboxRules {
  var readable: [String]
  var writable: String
  var alsoWritable: [String] = []
  var user: UInt32
  var secondsMax: UInt64 = 0
  var memoryBytesMax: UInt64 = 0
  var fileBytesMax: UInt64 = 0
  var descriptorsMax: UInt64 = 0
  /// One of our own processes, which talks to the network, starts others and ends with who started it.
  var service: Service?

  struct Service {
    /// The first descriptor that it does not inherit.
    let descriptorsEnd: UInt32
    let hasLandlock: Bool
  }

  /// The status of a program that could not be locked in (POSIX shells use 126 for what cannot be executed).
  private static let notLockedIn: Int32 = 126

  /// Becomes the program.
  /// - Returns: the status to end with, where that failed.
  func become(_ program: String, _ arguments: [String], environment: [String]) -> ExitCode {
    let failed = unsafe exec(program, arguments, environment)
    let reason = unsafe String(cString: strerror(failed))
    FileHandle.standardError.write(Data("the program could not be locked in or started: \(reason)\n".utf8))
    return ExitCode(Self.notLockedIn)
  }

  @unsafe private func exec(_ program: String, _ arguments: [String], _ environment: [String]) -> Int32 {
    unsafe withPaths(readable) { readable in
      unsafe withPaths(alsoWritable) { alsoWritable in
        unsafe withCStrings(arguments) { arguments in
          unsafe withCStrings(environment) { environment in
            unsafe writable.withCString { writable in
              var rules = unsafe csandbox_rules(
                readable: readable, writable: writable, also_writable: alsoWritable, cpu_seconds: secondsMax,
                memory_bytes: memoryBytesMax, file_bytes: fileBytesMax, descriptors: descriptorsMax,
                allows_network: service == nil ? 0 : 1, user: user, descriptors_end: service?.descriptorsEnd ?? 3,
                leads_groups: service == nil ? 0 : 1, without_landlock: service?.hasLandlock == false ? 1 : 0,
                ends_with_starter: service == nil ? 0 : 1)
              return unsafe csandbox_exec(&rules, program, arguments, environment)
            }
          }
        }
      }
    }
  }
}

/// The same as constants.
@unsafe private func withPaths<Result>(
  _ texts: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>?) throws -> Result
) rethrows -> Result {
  try unsafe withCStrings(texts) { texts in
    let paths = unsafe texts.map { unsafe $0.map { unsafe UnsafePointer($0) } }
    return try unsafe paths.withUnsafeBufferPointer { try unsafe body($0.baseAddress) }
  }
}

/// An array of C strings, ended by NULL.
@unsafe func withCStrings<Result>(
  _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) throws -> Result
) rethrows -> Result {
  let copies = unsafe texts.map { unsafe strdup($0) } + [nil]
  defer { unsafe copies.forEach { unsafe free($0) } }
  return try unsafe body(copies)
}
