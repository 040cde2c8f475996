import ArgumentParser
import Functions
import Vocabulary

/// Binds Lambda functions to what answers for them here.
struct FunctionCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "function", abstract: "Binds the ARNs of Lambda functions to endpoints and programs.",
    subcommands: [FunctionBindCommand.self, FunctionUnbindCommand.self, FunctionListCommand.self])
}

struct FunctionBindCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bind", abstract: "Says what answers for a function; `serve` takes it at once.",
    discussion: """
      A program stands in switch/functions of the data folder, may be executed, and is written by its owner alone. It gets
      Connect's event as JSON on standard input and writes its answer, JSON of at most 32 KiB, to standard output.
      """)

  @Option(help: "The folder that `init` made.")
  var dataDir: String

  @Argument(help: "The ARN that flows name.")
  var arn: String

  @Option(help: "An endpoint, https://; http:// for loopback addresses alone.")
  var url: String?

  @Option(help: "How the endpoint is spoken to: json, where the event is the body of a POST, or invoke, as the Lambda API.")
  var form = "json"

  @Option(help: "A PEM file with the authority that the endpoint's certificate is of, where the system does not know it.")
  var caFile: String?

  @Option(help: "The name of a program in switch/functions.")
  var program: String?

  func validate() throws {
    guard (url == nil) != (program == nil) else { throw ValidationError("give --url or --program") }
    guard FunctionBinding.Form(rawValue: form) != nil else { throw ValidationError("--form is json or invoke") }
    guard arn.hasPrefix("arn:"), arn.contains(":lambda:") else { throw ValidationError("\(arn) is no ARN of a Lambda function") }
  }

  func run() throws {
    let file = caFile.map { DataFolder($0).path }
    let target: FunctionBinding.Target =
      if let url {
        .endpoint(url: url, form: FunctionBinding.Form(rawValue: form) ?? .json, certificateAuthorityFile: file)
      } else {
        .program(name: program ?? "")
      }
    try FunctionBindings(folder: DataFolder(dataDir).switchFolder).bind(FunctionBinding(arn: arn, target: target))
  }
}

struct FunctionUnbindCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "unbind", abstract: "Nothing answers for a function any more.")

  @Option(help: "The folder that `init` made.")
  var dataDir: String

  @Argument(help: "The ARN.")
  var arn: String

  func run() throws {
    guard try FunctionBindings(folder: DataFolder(dataDir).switchFolder).unbind(arn) else {
      throw ValidationError("nothing is bound to \(arn)")
    }
  }
}

struct FunctionListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "Prints what is bound, as JSON lines.")

  @Option(help: "The folder that `init` made.")
  var dataDir: String

  func run() throws {
    for binding in try FunctionBindings(folder: DataFolder(dataDir).switchFolder).all() { print(binding.json.text) }
  }
}
