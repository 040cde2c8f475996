import ArgumentParser
import Keep
import Vocabulary

/// Rules about who may call.
struct CallerCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "caller", abstract: "Blocks, allows, diverts and marks callers before their calls are answered.",
    discussion: "The most specific rule decides: a number before a prefix, that before a country, the rate last.",
    subcommands: [
      CallerBlockCommand.self, CallerAllowCommand.self, DestinationListCommand<CallerRuleList>.self,
      DestinationRemoveCommand<CallerRuleList>.self,
    ])
}

/// Whose calls a rule is about: one of these.
struct CallerOptions: ParsableArguments {
  @Option(help: "One number in E.164, such as +441632960011, or - for standard input: it is in no process list so.")
  var number: String?

  @Option(help: "Numbers that begin so, such as +44163.")
  var prefix: String?

  @Option(help: "A country: two capital letters.")
  var country: String?

  @Flag(help: "Callers who do not tell their number.")
  var withheld = false

  @Flag(help: "Callers who tell a number that nobody can have.")
  var invalid = false

  @Option(help: "More calls of one number than CALLS within SECONDS: CALLS/SECONDS.")
  var rate: String?

  private var given: [(subject: String, value: String)] {
    [("exact", number), ("prefix", prefix), ("country", country), ("rate", rate)].compactMap { subject, value in
      value.map { (subject, $0) }
    } + (withheld ? [("withheld", "")] : []) + (invalid ? [("invalid", "")] : [])
  }

  func validate() throws {
    guard given.count == 1 else {
      throw ValidationError("give one of --number, --prefix, --country, --withheld, --invalid and --rate")
    }
  }

  func subject() throws -> (subject: String, value: String) {
    guard number == "-" else { return given[0] }
    guard let line = readLine() else { throw ValidationError("standard input is to hold one number") }
    return ("exact", line)
  }
}

struct CallerBlockCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "block",
    abstract: "Rejects calls, or leads them to a flow such as voicemail, or marks them; prints the rule's id.")

  @OptionGroup var keep: KeepOptions
  @OptionGroup var callers: CallerOptions

  @Option(help: "The SIP status that rejects them: 603 (declined), 607 (unwanted) or 608 (rejected).")
  var status: Int?

  @Option(help: "INSTANCE/FLOW: the ids of a flow that takes them instead.")
  var flow: String?

  @Option(help: "A word that their contacts get as the tag `caller`; the calls go on.")
  var tag: String?

  func validate() throws {
    guard [status != nil, flow != nil, tag != nil].count(where: { $0 }) <= 1 else {
      throw ValidationError("give one of --status, --flow and --tag")
    }
  }

  private var verdict: (word: String, argument: String) {
    if let flow { return ("flow", flow) }
    if let tag { return ("tag", tag) }
    return ("reject", String(status ?? 603))
  }

  func run() async throws {
    let (subject, verdict) = (try callers.subject(), verdict)
    let id = try await keep.open {
      try await $0.addCallerRule(
        subject: subject.subject, value: subject.value, verdict: verdict.word, argument: verdict.argument)
    }
    print((["ruleId": .string(id)] as JSON).text)
  }
}

struct CallerAllowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "allow", abstract: "Lets calls through that a less specific rule is against; prints the rule's id.")

  @OptionGroup var keep: KeepOptions
  @OptionGroup var callers: CallerOptions

  func run() async throws {
    let subject = try callers.subject()
    let id = try await keep.open {
      try await $0.addCallerRule(subject: subject.subject, value: subject.value, verdict: "allow", argument: "")
    }
    print((["ruleId": .string(id)] as JSON).text)
  }
}

enum CallerRuleList: Destination {
  static let noun = "rule about callers"
  static let removal = "The rule is no more."
  static let listing = "Prints all rules, with the numbers that they are about, as JSON lines."
  static func states(_ keep: KeepProcess) async throws -> [JSON] { try await keep.listCallerRules() }
  static func remove(_ name: String, _ keep: KeepProcess) async throws -> Bool { try await keep.removeCallerRule(name) }
}
