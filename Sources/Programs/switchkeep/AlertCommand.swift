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

  @OptionGroup var keep: KeepOptions

  @Option(help: "Print what comes after this cursor.")
  var after: String?

  func validate() throws {
    guard after == nil || after.flatMap(StreamCursor.init) != nil else {
      throw ValidationError("--after is a cursor that `alert list` printed, such as 17.1")
    }
  }

  func run() async throws {
    try await keep.open { keep in
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
      AlertTargetAddCommand.self, DestinationRemoveCommand<AlertTargets>.self, DestinationListCommand<AlertTargets>.self,
      AlertTargetTestCommand.self,
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

  @OptionGroup var keep: KeepOptions
  @OptionGroup var argument: NameArgument
  @OptionGroup var endpoint: EndpointOptions

  func validate() throws {
    guard endpoint.isGiven else { throw ValidationError("give --url or --url-file") }
  }

  func run() async throws {
    let (name, (url, authority)) = (argument.name, try endpoint.read())
    let signing = try await keep.open { try await $0.addAlertTarget(name, url: url, certificateAuthority: authority) }
    guard let signing else { throw ValidationError("there is a target or a webhook \(name), or there are 20: remove one first") }
    print((["name": .string(name), "secret": .string(signing)] as JSON).text)
  }
}

struct AlertTargetTestCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test", abstract: "Raises an alert that says nothing but that alerts arrive.")

  @OptionGroup var keep: KeepOptions

  func run() async throws { try await keep.open { try await $0.testAlertTargets() } }
}

enum AlertTargets: Destination {
  static let noun = "target, or one that is about to go"
  static let removal = "Takes a target away: it goes once it has been told so, or could not be told for an hour."
  static func states(_ keep: KeepProcess) async throws -> [JSON] { try await keep.listAlertTargets().map(\.json) }
  static func remove(_ name: String, _ keep: KeepProcess) async throws -> Bool { try await keep.removeAlertTarget(name) }
}
