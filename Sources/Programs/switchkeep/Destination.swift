import ArgumentParser
import Keep
import Vocabulary

/// Where something goes to by itself: webhooks, targets of alerts, sinks of the ledger. Each has a command to add one of it.
protocol Destination {
  /// As in "NAME is no ...", for a name that there is not.
  static var noun: String { get }
  static var removal: String { get }
  static var listing: String { get }
  /// All that there are, without their secrets.
  static func states(_ keep: KeepProcess) async throws -> [JSON]
  /// - Returns: whether there was one.
  static func remove(_ name: String, _ keep: KeepProcess) async throws -> Bool
}

extension Destination {
  static var listing: String { "Prints each with how far it has come and why it waits, as JSON lines." }
}

struct DestinationRemoveCommand<Kind: Destination>: AsyncParsableCommand {
  static var configuration: CommandConfiguration { CommandConfiguration(commandName: "remove", abstract: Kind.removal) }

  @OptionGroup var keep: KeepOptions

  @Argument(help: "Its name.")
  var name: String

  func run() async throws {
    guard try await keep.open({ try await Kind.remove(name, $0) }) else { throw ValidationError("\(name) is no \(Kind.noun)") }
  }
}

struct DestinationListCommand<Kind: Destination>: AsyncParsableCommand {
  static var configuration: CommandConfiguration { CommandConfiguration(commandName: "list", abstract: Kind.listing) }

  @OptionGroup var keep: KeepOptions

  func run() async throws {
    for state in try await keep.open(Kind.states) { print(state.text) }
  }
}
