import Foundation

/// The files that git tracks or would track, with their texts.
public struct Tree: Sendable {
  public let root: URL
  public let paths: [String]

  public init(root: URL) throws {
    self.root = root
    let listed = try Tree.run("git", ["-C", root.path, "ls-files", "--cached", "--others", "--exclude-standard"])
    paths = listed.split(separator: "\n").map(String.init).filter {
      FileManager.default.fileExists(atPath: root.appending(path: $0).path)
    }
  }

  /// nil for what is no text.
  public func text(_ path: String) -> String? { try? String(contentsOf: root.appending(path: path), encoding: .utf8) }

  /// - Parameter input: what the program reads, if anything: less than a pipe holds.
  public static func run(_ program: String, _ arguments: [String], input: String? = nil) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [program] + arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    let toProgram = Pipe()
    process.standardInput = input == nil ? FileHandle.nullDevice : toProgram
    try process.run()
    if let input {
      try toProgram.fileHandleForWriting.write(contentsOf: Data(input.utf8))
      try toProgram.fileHandleForWriting.close()
    }
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }
}
