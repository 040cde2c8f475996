import ArgumentParser
import Keep
import Link
import Logging
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

    func run() async throws {
      let folder = DataFolder(dataDir)
      let keep = try await Host.openKeep(
        folder, try Settings.load(folder), logger: Logger(label: "contact"))
      for entry in try await keep.flowLog(of: contact) { print(entry.text) }
      try await keep.close()
    }
  }
}
