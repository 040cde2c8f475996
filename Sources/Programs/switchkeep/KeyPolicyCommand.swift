import ArgumentParser
import Foundation
import Keep
import Vocabulary

/// Who may use a key.
struct KeyPolicyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "policy", abstract: "Shows and puts the policy of a key, which says who may use it.",
    subcommands: [KeyPolicyGetCommand.self, KeyPolicyPutCommand.self])
}

struct KeyPolicyGetCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "get", abstract: "Prints the key's policy.")

  @OptionGroup var options: KeyOptions

  func run() async throws { print(try await options.change { try await $0.keyPolicy($1) }) }
}

struct KeyPolicyPutCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "put", abstract: "Gives a key another policy: at once, or when an officer has approved what it opens.")

  /// More than a policy may have, so that one that is too long is told so.
  private static let bytesMax = 65_536

  @OptionGroup var options: KeyOptions

  @Option(help: "A file with the policy document, or - for standard input.")
  var policy = "-"

  func run() async throws {
    let bytes =
      policy == "-"
      ? Array(try FileHandle.standardInput.read(upToCount: Self.bytesMax) ?? Data()) : try DataFolder.read(policy)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw ValidationError("--policy \(policy): is no text in UTF-8")
    }
    let approval = try await options.change { try await $0.putKeyPolicy($1, text) }
    print(waiting(["Key": .string(options.key), "PolicyName": "default"], for: approval, options.keep.dataDir).text)
  }
}
