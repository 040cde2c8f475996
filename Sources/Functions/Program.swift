import Foundation
import Glibc
import OutboundHTTP
import Subprocess
import SystemPackage

/// Functions that are programs in a folder.
struct Program: Sendable {
  let folder: String
  /// The program that locks itself in and then becomes another: our own, with the command `function-sandbox`.
  let sandbox: String
  let noun: String

  /// - Throws: FunctionProblem for what is no program of that folder.
  static func path(of name: String, in folder: String) throws -> String {
    let isPlain = name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) }
    guard isPlain, !name.isEmpty, !name.hasPrefix("."), name.utf8.count <= 128 else {
      throw FunctionProblem("The program of a function is the name of a file in \(folder), of letters, digits, dots and hyphens.")
    }
    let path = "\(folder)/\(name)"
    guard let attributes = try? FileManager.default.attributesOfItem(atPath: path),
      attributes[.type] as? FileAttributeType == .typeRegular,
      let mode = (attributes[.posixPermissions] as? NSNumber)?.intValue, mode & 0o111 != 0, mode & 0o022 == 0
    else {
      throw FunctionProblem("\(path) is no file that may be executed, and be written by its owner alone.")
    }
    return path
  }

  func run(_ name: String, _ payload: [UInt8], seconds: Int) async throws -> [UInt8] {
    let path = try Self.path(of: name, in: folder)
    let scratch = try ScratchFolder()
    defer { scratch.remove() }
    var options = PlatformOptions()
    // A session of its own: what it starts is in its group, and ends with it.
    options.createSession = true
    options.teardownSequence = [.send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .zero)]
    let arguments = Arguments(["function-sandbox", "--seconds", "\(seconds)", "--scratch", scratch.path, path])
    let (sandbox, settings, noun) = (sandbox, options, noun)
    return try await within(seconds: seconds) {
      let result = try await Subprocess.run(
        .path(FilePath(sandbox)), arguments: arguments, environment: .custom([:]), platformOptions: settings,
        input: .array(payload), output: .sequence, error: .discarded
      ) { execution in
        var answer: [UInt8] = []
        for try await chunk in execution.standardOutput {
          answer += unsafe chunk.withUnsafeBytes { unsafe Array($0) }
          guard answer.count <= FunctionInvoker.answerBytesMax else {
            throw FunctionProblem("the \(noun)'s answer is larger than 32 KiB")
          }
        }
        return answer
      }
      // What it has left running goes too.
      _ = kill(-result.processIdentifier.value, SIGKILL)
      guard result.terminationStatus.isSuccess else { throw FunctionProblem("the \(noun) failed: \(result.terminationStatus)") }
      return result.closureResult
    }
  }
}

/// The one folder that a program may write; it goes with it.
private struct ScratchFolder {
  let path: String

  init() throws {
    path = "\(NSTemporaryDirectory())switchkeep-function-\(UUID().uuidString.lowercased())".replacingOccurrences(
      of: "//", with: "/")
    try FileManager.default.createDirectory(
      atPath: path, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    if getuid() == 0 { _ = unsafe chown(path, sandboxUser, sandboxUser) }
  }

  func remove() { try? FileManager.default.removeItem(atPath: path) }
}

/// Whom a program becomes when it is started by root: nobody.
package let sandboxUser: UInt32 = 65_534
