import ArgumentParser
import Keep
import Link
import Vocabulary

/// Has the stream of contact records and events delivered.
struct WebhookCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "webhook", abstract: "Has contact records, contact events and agent events posted to endpoints.",
    subcommands: [
      WebhookAddCommand.self, DestinationRemoveCommand<StreamWebhooks>.self, DestinationListCommand<StreamWebhooks>.self,
    ])
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

  @OptionGroup var keep: KeepOptions
  @OptionGroup var argument: NameArgument
  @OptionGroup var endpoint: EndpointOptions

  @Option(help: "Deliver this kind alone: contact-record, contact-event or agent-event. May be given repeatedly.")
  var kind: [String] = []

  @Option(help: "Begin after this cursor; 0 is the beginning of the stream. Without it, with what comes from now on.")
  var after: String?

  func validate() throws {
    try StreamCommand.check(kinds: kind)
    guard endpoint.isGiven else { throw ValidationError("give --url or --url-file") }
    guard after == nil || after.flatMap(StreamCursor.init) != nil else {
      throw ValidationError("--after is a cursor that `stream` printed, such as 17.3")
    }
  }

  func run() async throws {
    let (name, (url, authority)) = (argument.name, try endpoint.read())
    let webhook = Webhook(
      name: name, url: url, certificateAuthority: authority,
      kinds: Set(kind.compactMap(StreamEntry.Kind.init(rawValue:))))
    let asked = try await keep.open { try await $0.requestWebhook(webhook, after: after.flatMap(StreamCursor.init)) }
    guard let (signing, approval) = asked else {
      throw ValidationError("there is a webhook \(name), or there are 20: remove one first")
    }
    print(waiting(["name": .string(name), "secret": .string(signing)], for: approval, keep.dataDir).text)
  }
}

enum StreamWebhooks: Destination {
  static let noun = "webhook"
  static let removal = "Nothing is posted to it any more."
  static func states(_ keep: KeepProcess) async throws -> [JSON] { try await keep.listWebhooks().map(\.json) }
  static func remove(_ name: String, _ keep: KeepProcess) async throws -> Bool { try await keep.removeWebhook(name) }
}
