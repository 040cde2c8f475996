import ArgumentParser
import Functions

/// Binds bots to what answers for them here.
struct BotCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bot", abstract: "Binds the ARNs of Lex bots to endpoints and programs.",
    subcommands: [BotBindCommand.self, BotUnbindCommand.self, BotListCommand.self])
}

struct BotBindCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bind", abstract: "Says what answers for a bot; `serve` takes it at once.",
    discussion: """
      Each turn of the customer is a request of RecognizeText of the Lex V2 API, and its answer one of RecognizeText: as JSON to
      an endpoint, or on standard input and output of a program in switch/bots. The ARN is that of the bot's alias; a bot of the
      older Lex is NAME:ALIAS.
      """)

  @OptionGroup var target: BindingOptions

  @Option(
    help: "How the endpoint is spoken to: json, where the request is the body of a POST, or recognize-text, as the Lex V2 API.")
  var form = "json"

  func validate() throws {
    guard ["json", "recognize-text"].contains(form) else { throw ValidationError("--form is json or recognize-text") }
    let isOlder = target.arn.split(separator: ":", omittingEmptySubsequences: false).count == 2
    guard isOlder || target.arn.hasPrefix("arn:") && target.arn.contains(":bot-alias/") else {
      throw ValidationError("\(target.arn) is no ARN of a bot's alias, such as arn:aws:lex:eu-west-1:111122223333:bot-alias/B/A")
    }
  }

  func run() async throws { try await target.bind(.bots, form: form) }
}

struct BotUnbindCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "unbind", abstract: "Nothing answers for a bot any more.")

  @OptionGroup var bound: BoundOptions

  func run() async throws { try await bound.unbind(.bots) }
}

struct BotListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "Prints what is bound, as JSON lines.")

  @Option(help: "The folder that `init` made.")
  var dataDir: String

  func run() throws { try BoundOptions.list(.bots, dataDir) }
}
