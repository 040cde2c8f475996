import ArgumentParser
import Keep
import Vocabulary

struct ContactCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "contact", abstract: "Looks at contacts that are over.", subcommands: [Log.self])

  struct Log: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Prints the flow log of a contact that is over, as JSON lines in Connect's form.")

    @OptionGroup var keep: KeepOptions

    @Argument(help: "The contact's id.")
    var contact: String

    func run() async throws {
      let log = try await keep.open { try await $0.flowLog(of: contact) }
      for entry in log { print(entry.text) }
    }
  }
}
