import ArgumentParser
import Functions

/// Binds Lambda functions to what answers for them here.
struct FunctionCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "function", abstract: "Binds the ARNs of Lambda functions to endpoints and programs.",
    subcommands: [FunctionBindCommand.self, FunctionUnbindCommand.self, FunctionListCommand.self])
}

struct FunctionBindCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bind", abstract: "Says what answers for a function; `serve` takes it at once.",
    discussion: """
      A program stands in switch/functions of the data folder, may be executed, and is written by its owner alone. It gets
      Connect's event as JSON on standard input and writes its answer, JSON of at most 32 KiB, to standard output.
      """)

  @OptionGroup var target: BindingOptions

  @Option(help: "How the endpoint is spoken to: json, where the event is the body of a POST, or invoke, as the Lambda API.")
  var form = "json"

  func validate() throws {
    guard ["json", "invoke"].contains(form) else { throw ValidationError("--form is json or invoke") }
    guard target.arn.hasPrefix("arn:"), target.arn.contains(":lambda:") else {
      throw ValidationError("\(target.arn) is no ARN of a Lambda function")
    }
  }

  func run() async throws { try await target.bind(.functions, form: form) }
}

struct FunctionUnbindCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "unbind", abstract: "Nothing answers for a function any more.")

  @OptionGroup var bound: BoundOptions

  func run() async throws { try await bound.unbind(.functions) }
}

struct FunctionListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "Prints what is bound, as JSON lines.")

  @Option(help: "The folder that `init` made.")
  var dataDir: String

  func run() throws { try BoundOptions.list(.functions, dataDir) }
}
