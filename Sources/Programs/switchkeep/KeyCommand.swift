import ArgumentParser
import Keep
import Vocabulary

/// The keys that content is sealed under.
struct KeyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "key", abstract: "Shows and changes the keys that protect content; docs/keys.md.",
    subcommands: [
      KeyListCommand.self, KeyCreateCommand.self, KeyDisableCommand.self, KeyEnableCommand.self, KeyRotateCommand.self,
      KeyDeleteCommand.self, KeyKeepCommand.self, KeyPolicyCommand.self,
    ])
}

/// One key, by its id or an alias.
struct KeyOptions: ParsableArguments {
  @OptionGroup var keep: KeepOptions

  @Argument(help: "The key's id, or an alias such as alias/switchkeep/default.")
  var key: String

  func change<Answer>(_ body: (KeepProcess, String) async throws -> Answer) async throws -> Answer {
    try await keep.open { try await body($0, key) }
  }
}

struct KeyListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "Prints the keys, as JSON lines.")

  @OptionGroup var keep: KeepOptions

  func run() async throws {
    for line in try await keep.open({ try await $0.listKeys() }) { print(line.text) }
  }
}

struct KeyCreateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "create", abstract: "Makes a key, and prints its id as JSON.")

  @OptionGroup var keep: KeepOptions

  @Option(help: "Another name for it, alias/NAME.")
  var alias: String?

  @Option(help: "What it is for.")
  var description = ""

  func run() async throws {
    let id = try await keep.open { try await $0.createKey(description: description, alias: alias) }
    print((["KeyId": .string(id)] as JSON).text)
  }
}

struct KeyDisableCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "disable", abstract: "What the key protects is dark from now on, in a server that runs too.")

  @OptionGroup var options: KeyOptions

  func run() async throws { try await options.change { try await $0.setKey($1, enabled: false) } }
}

struct KeyEnableCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "enable", abstract: "What the key protects can be read again.")

  @OptionGroup var options: KeyOptions

  func run() async throws { try await options.change { try await $0.setKey($1, enabled: true) } }
}

struct KeyRotateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rotate", abstract: "New content is sealed to new pairs, under another backing key; the old opens as before.")

  @OptionGroup var options: KeyOptions

  func run() async throws { try await options.change { try await $0.rotateKey($1) } }
}

struct KeyDeleteCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schedule-deletion", abstract: "Destroys the key after 7 to 30 days, and with it what it protects, for ever.")

  @OptionGroup var options: KeyOptions

  @Option(help: "After how many days, 7 to 30.")
  var days = 30

  func validate() throws {
    guard (7...30).contains(days) else { throw ValidationError("--days: a key waits 7 to 30 days for its deletion") }
  }

  func run() async throws {
    let due = try await options.change { try await $0.deleteKey($1, afterDays: days) }
    print((["DeletionDate": .string(due.rfc3339)] as JSON).text)
  }
}

struct KeyKeepCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cancel-deletion", abstract: "Keeps a key that waits for its deletion; it is disabled then.")

  @OptionGroup var options: KeyOptions

  func run() async throws { try await options.change { try await $0.keepKey($1) } }
}
