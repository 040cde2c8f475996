import ArgumentParser
import Keep
import Link
import Vocabulary

/// Has the stream of contact records and events delivered.
struct WebhookCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "webhook", abstract: "Has contact records, contact events and agent events posted to endpoints.",
    subcommands: [WebhookAddCommand.self, WebhookRemoveCommand.self, WebhookListCommand.self])
}

struct WebhookAddCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add",
    abstract: "Adds an endpoint; `serve` posts to it once an officer has approved it. Prints the secret this once, as JSON.",
    discussion: """
      Each message is a POST with {"data": {"entries": [...]}}, its entries as `switchkeep stream` prints them, signed as the
      Standard Webhooks specification has it: webhook-id, webhook-timestamp and webhook-signature. An answer of 2xx takes it;
      after anything else it comes again, and nothing after it comes before.
      """)

  @Option(help: "The folder that `init` made.")
  var dataDir: String

  @Argument(help: "A name for it, of letters, digits, dots and hyphens.")
  var name: String

  @OptionGroup var endpoint: URLOptions

  @Option(help: "A PEM file with the authority that the endpoint's certificate is of, where the system does not know it.")
  var caFile: String?

  @Option(help: "Deliver this kind alone: contact-record, contact-event or agent-event. May be given repeatedly.")
  var kind: [String] = []

  @Option(help: "Begin after this cursor; 0 is the beginning of the stream. Without it, with what comes from now on.")
  var after: String?

  @OptionGroup var secret: SecretOptions

  func validate() throws {
    try StreamCommand.check(kinds: kind)
    guard endpoint.isGiven else { throw ValidationError("give --url or --url-file") }
    try WebhookName.check(name)
    guard after == nil || after.flatMap(StreamCursor.init) != nil else {
      throw ValidationError("--after is a cursor that `stream` printed, such as 17.3")
    }
  }

  func run() async throws {
    let webhook = Webhook(
      name: name, url: try endpoint.read(), certificateAuthority: try caFile.map(DataFolder.readCertificates),
      kinds: Set(kind.compactMap(StreamEntry.Kind.init(rawValue:))))
    let asked = try await KeepBeside.open(dataDir, secret, for: "webhook") {
      try await $0.requestWebhook(webhook, after: after.flatMap(StreamCursor.init))
    }
    guard let (signing, approval) = asked else {
      throw ValidationError("there is a webhook \(name), or there are 20: remove one first")
    }
    print(waiting(["name": .string(name), "secret": .string(signing)], for: approval, dataDir).text)
  }
}

struct WebhookRemoveCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "remove", abstract: "Nothing is posted to it any more.")

  @Option(help: "The folder that `init` made.")
  var dataDir: String

  @Argument(help: "Its name.")
  var name: String

  @OptionGroup var secret: SecretOptions

  func run() async throws {
    guard try await KeepBeside.open(dataDir, secret, for: "webhook", { try await $0.removeWebhook(name) }) else {
      throw ValidationError("there is no webhook \(name)")
    }
  }
}

struct WebhookListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Prints each with how far it has come and why it waits, as JSON lines.")

  @Option(help: "The folder that `init` made.")
  var dataDir: String

  @OptionGroup var secret: SecretOptions

  func run() async throws {
    for state in try await KeepBeside.open(dataDir, secret, for: "webhook", { try await $0.listWebhooks() }) {
      print(state.json.text)
    }
  }
}

/// The names of webhooks and of targets of alerts.
enum WebhookName {
  static func check(_ name: String) throws {
    let isPlain = name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || ".-".contains($0)) }
    guard isPlain, (1...64).contains(name.count) else {
      throw ValidationError("\(name) is no name of 1 to 64 letters, digits, dots and hyphens")
    }
  }
}
