import ArgumentParser
import Keep
import Vocabulary

/// The numbers that there are to claim.
struct NumberCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "number", abstract: "Says which telephone numbers there are: instances claim theirs from these.",
    subcommands: [
      NumberAddCommand.self, DestinationListCommand<NumberPool>.self, DestinationRemoveCommand<NumberPool>.self,
    ])
}

struct NumberAddCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Adds a number, or a range of them; prints how many, as JSON.")

  @OptionGroup var keep: KeepOptions

  @Argument(help: "In E.164, such as +441632960000.")
  var number: String

  @Option(help: "The last number of a range that begins with this one.")
  var to: String?

  @Option(help: "As Connect has it: DID, TOLL_FREE, UIFN, SHARED, THIRD_PARTY_DID, THIRD_PARTY_TF or SHORT_CODE.")
  var type = "DID"

  @Option(help: "The country, where the number's code does not say it: two capital letters.")
  var country: String?

  @Option(help: "The trunk that their calls come over, and no other.")
  var trunk: String?

  func run() async throws {
    let count = try await keep.open {
      try await $0.addNumbers(from: number, to: to, type: type, country: country, trunk: trunk)
    }
    print((["Added": .number(count)] as JSON).text)
  }
}

enum NumberPool: Destination {
  static let noun = "number of the pool"
  static let removal = "Nobody can claim it any more; who has it keeps it until it is released."
  static let listing = "Prints all numbers, whether they are claimed or not, as JSON lines."
  static func states(_ keep: KeepProcess) async throws -> [JSON] { try await keep.listNumbers() }
  static func remove(_ name: String, _ keep: KeepProcess) async throws -> Bool { try await keep.removeNumber(name) }
}
