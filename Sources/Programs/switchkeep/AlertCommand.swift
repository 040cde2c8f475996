import ArgumentParser
import Keep
import Vocabulary

/// What somebody should look at, and who is told of it.
struct AlertCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "alert", abstract: "Lists alerts, and says where they are sent; docs/alerts.md has what raises one.",
    subcommands: [AlertListCommand.self, AlertTargetCommand.self])
}

struct AlertListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Prints alerts as JSON lines, the oldest first.")

  @Option(help: "The folder that `init` made.")
  var dataDir: String

  @OptionGroup var secret: SecretOptions

  @Option(help: "Print what comes after this cursor.")
  var after: String?

  func validate() throws {
    guard after == nil || after.flatMap(StreamCursor.init) != nil else {
      throw ValidationError("--after is a cursor that `alert list` printed, such as 17.1")
    }
  }

  func run() async throws {
    try await KeepBeside.open(dataDir, secret, for: "alert") { keep in
      var cursor = after.flatMap(StreamCursor.init) ?? .start
      while true {
        let lines = try await keep.listAlerts(after: cursor, limit: 1_000)
        for line in lines { print(line.json.text) }
        guard let last = lines.last else { return }
        cursor = last.cursor
      }
    }
  }
}

struct AlertTargetCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "target", abstract: "The endpoints that alerts are posted to.",
    subcommands: [
      AlertTargetAddCommand.self, AlertTargetRemoveCommand.self, AlertTargetListCommand.self, AlertTargetTestCommand.self,
    ])
}

struct AlertTargetAddCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add",
    abstract: "Has alerts posted to an endpoint, within a second of what raised them. Prints the secret this once, as JSON.",
    discussion: """
      Each message is a POST with {"data": {"alerts": [...]}}, signed as the Standard Webhooks specification has it. What comes \
      first is the alert that the target was added; the targets that there are get it too.
      """)

  @Option(help: "The folder that `init` made.")
  var dataDir: String

  @Argument(help: "A name for it, of letters, digits, dots and hyphens.")
  var name: String

  @OptionGroup var endpoint: URLOptions

  @Option(help: "A PEM file with the authority that the endpoint's certificate is of, where the system does not know it.")
  var caFile: String?

  @OptionGroup var secret: SecretOptions

  func validate() throws {
    guard endpoint.isGiven else { throw ValidationError("give --url or --url-file") }
    try WebhookName.check(name)
  }

  func run() async throws {
    let (url, authority) = (try endpoint.read(), try caFile.map(DataFolder.readCertificates))
    let signing = try await KeepBeside.open(dataDir, secret, for: "alert") {
      try await $0.addAlertTarget(name, url: url, certificateAuthority: authority)
    }
    guard let signing else { throw ValidationError("there is a target or a webhook \(name), or there are 20: remove one first") }
    print((["name": .string(name), "secret": .string(signing)] as JSON).text)
  }
}

struct AlertTargetRemoveCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove",
    abstract: "Takes a target away: it goes once it has been told so, or could not be told for an hour.")

  @Option(help: "The folder that `init` made.")
  var dataDir: String

  @Argument(help: "Its name.")
  var name: String

  @OptionGroup var secret: SecretOptions

  func run() async throws {
    guard try await KeepBeside.open(dataDir, secret, for: "alert", { try await $0.removeAlertTarget(name) }) else {
      throw ValidationError("there is no target \(name), or it is about to go")
    }
  }
}

struct AlertTargetListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Prints each with how far it has come and why it waits, as JSON lines.")

  @Option(help: "The folder that `init` made.")
  var dataDir: String

  @OptionGroup var secret: SecretOptions

  func run() async throws {
    for state in try await KeepBeside.open(dataDir, secret, for: "alert", { try await $0.listAlertTargets() }) {
      print(state.json.text)
    }
  }
}

struct AlertTargetTestCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test", abstract: "Raises an alert that says nothing but that alerts arrive.")

  @Option(help: "The folder that `init` made.")
  var dataDir: String

  @OptionGroup var secret: SecretOptions

  func run() async throws { try await KeepBeside.open(dataDir, secret, for: "alert") { try await $0.testAlertTargets() } }
}
