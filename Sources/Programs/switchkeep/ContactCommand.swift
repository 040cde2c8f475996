import ArgumentParser
import Keep
import Vocabulary

struct ContactCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "contact", abstract: "Looks at contacts that are over.", subcommands: [Log.self])

  struct Log: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Prints the flow log of a contact that is over, as JSON lines in Connect's form.")

    @Option(help: "The folder that `init` made.")
    var dataDir: String

    @Argument(help: "The contact's id.")
    var contact: String

    @OptionGroup var secret: SecretOptions

    func run() async throws {
      let log = try await KeepBeside.open(dataDir, secret, for: "contact") { try await $0.flowLog(of: contact) }
      for entry in log { print(entry.text) }
    }
  }
}
