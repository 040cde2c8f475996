import ArgumentParser
import Keep
import Vocabulary

struct SessionCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "session", abstract: "Shows and ends the sessions of roles.",
    subcommands: [SessionListCommand.self, SessionRevokeCommand.self])
}

struct SessionListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Prints the sessions of the last week, who began them and for what, as JSON lines.")

  @OptionGroup var keep: KeepOptions

  func run() async throws {
    for line in try await keep.open({ try await $0.listSessions() }) { print(line.text) }
  }
}

struct SessionRevokeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "revoke", abstract: "Ends sessions at once, also in a server that runs; prints how many.")

  @OptionGroup var keep: KeepOptions

  @Argument(help: "The access key of the session, ASIA... .")
  var accessKey: String?

  @Option(help: "All sessions of this role.")
  var role: String?

  func validate() throws {
    guard (accessKey == nil) != (role == nil) else { throw ValidationError("give an access key, or --role") }
  }

  func run() async throws {
    let count = try await keep.open { keep in
      try await keep.recordCommand(
        "RevokeSession",
        accessKey.map { ["accessKeyId": .string($0)] as JSON } ?? ["roleName": .string(role ?? "")], errorCode: nil)
      return try await keep.revokeSessions(accessKeyID: accessKey, roleName: role)
    }
    guard let count else { throw ValidationError("there is no role \(role ?? "")") }
    guard count > 0 || role != nil else { throw ValidationError("no session of that access key is running") }
    print((["Revoked": .number(count)] as JSON).text)
  }
}
