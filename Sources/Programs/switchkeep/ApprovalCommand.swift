import ArgumentParser
import Keep
import Vocabulary

/// The two-person rule, from both sides; docs/approvals.md has what needs it.
struct ApprovalCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "approval",
    abstract: "Asks for what takes two people, and decides on what others asked for, in the contact centre that runs.",
    subcommands: [
      ApprovalListCommand.self, ApprovalApproveCommand.self, ApprovalDenyCommand.self, ApprovalRequestCommand.self,
      ApprovalCredentialsCommand.self,
    ])
}

/// Who calls, and where.
struct ApprovalOptions: ParsableArguments {
  @Option(help: "The folder that `init` made.")
  var dataDir: String

  @Option(help: "The profile to sign with; else the security officer's to decide, and the administrator's to ask.")
  var profile: String?

  func call(_ operation: String, as standard: String, _ members: JSON) async throws -> JSON {
    let client = try ConnectClient(DataFolder(dataDir), profile: profile ?? standard, service: "switchkeep")
    do {
      let answer = try await client.call(target: "Switchkeep.\(operation)", members)
      try await client.close()
      return answer
    } catch {
      try? await client.close()
      throw error
    }
  }
}

struct ApprovalListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Prints the changes that wait for an officer, the newest first, as JSON lines.")

  @OptionGroup var options: ApprovalOptions

  @Option(help: "Those of a state: pending, approved, applied, denied, expired; `all` for every one.")
  var state = "pending"

  func run() async throws {
    let members: JSON = state == "all" ? [:] : ["State": .string(state)]
    let answer = try await options.call("ListApprovals", as: AWSProfiles.officer, members)
    for approval in answer["Approvals"]?.array ?? [] { print(approval.text) }
  }
}

struct ApprovalApproveCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "approve", abstract: "Approves a change that somebody else asked for; it takes effect at once.")

  @OptionGroup var options: ApprovalOptions

  @Argument(help: "The approval's id.")
  var id: String

  func run() async throws {
    print(try await options.call("ApproveChange", as: AWSProfiles.officer, ["ApprovalId": .string(id)]).text)
  }
}

struct ApprovalDenyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "deny", abstract: "Says no to a change; who asked may take it back so.")

  @OptionGroup var options: ApprovalOptions

  @Argument(help: "The approval's id.")
  var id: String

  @Option(help: "Why, for who asked.")
  var reason: String?

  func run() async throws {
    let members: [(String, JSON)] = [("ApprovalId", .string(id))] + (reason.map { [("Reason", .string($0))] } ?? [])
    print(try await options.call("DenyChange", as: AWSProfiles.officer, .object(members)).text)
  }
}

struct ApprovalRequestCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "request", abstract: "Asks for a look at what one contact left: an officer decides.")

  @OptionGroup var options: ApprovalOptions

  @Option(help: "The instance's id.")
  var instance: String

  @Option(help: "The contact's id.")
  var contact: String

  @Option(help: "Why, for the record and for who approves.")
  var purpose: String

  @Option(help: "How long the session lasts once it is begun, 15 to 60.")
  var minutes = 60

  func validate() throws {
    guard (15...60).contains(minutes) else { throw ValidationError("--minutes: 15 to 60") }
  }

  func run() async throws {
    let members: JSON = [
      "InstanceId": .string(instance), "ContactId": .string(contact), "Purpose": .string(purpose),
      "DurationSeconds": .number(minutes * 60),
    ]
    print(try await options.call("RequestContentAccess", as: AWSProfiles.administrator, members).text)
  }
}

struct ApprovalCredentialsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "credentials",
    abstract: "Begins the session that was approved, and prints its credentials this once, as AWS's credential_process has them.")

  @OptionGroup var options: ApprovalOptions

  @Argument(help: "The approval's id.")
  var id: String

  func run() async throws {
    let answer = try await options.call("GetContentCredentials", as: AWSProfiles.administrator, ["ApprovalId": .string(id)])
    let members = (answer["Credentials"]?.object?.members ?? []).map { ($0.name, $0.value) }
    print(JSON.object([("Version", .number(1))] + members).text)
  }
}

/// What a command prints of something that waits for an officer, with what is to be done.
func waiting(_ json: JSON, for approval: Approval?, _ dataDir: String) -> JSON {
  guard let approval else { return json }
  let members = (json.object?.members ?? []).map { ($0.name, $0.value) }
  return .object(
    members + [
      ("ApprovalId", .string(approval.id)), ("State", "pending"),
      ("Next", .string("an officer: switchkeep approval approve \(approval.id) --data-dir \(dataDir)")),
    ])
}
