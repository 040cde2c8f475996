import ArgumentParser

/// What the tests of the stores kill, and what measures them. No part of the product.
@main
struct Storekill: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "storekill", abstract: "Writes until it is killed, or measures how fast it can.",
    subcommands: [WriteCommand.self, MeasureCommand.self])
}
