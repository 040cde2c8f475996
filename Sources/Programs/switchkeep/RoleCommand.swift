import ArgumentParser
import Keep
import Vocabulary

struct RoleCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "role", abstract: "Makes roles, whose sessions read content.", subcommands: [RoleCreateCommand.self])
}

struct RoleCreateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "create", abstract: "Makes an IAM role and prints its ARN as JSON.",
    discussion: """
      Who may assume it says the trust policy alone: a policy document with Principal, for sts:AssumeRole, sts:TagSession and
      sts:SetSourceIdentity. Content is answered to sessions that have the tag `purpose` (docs/content.md). A role whose
      sessions reach content is there when an officer has approved it: see `switchkeep approval`.
      """)

  @Argument(help: "The role's name, unique in the account.")
  var name: String

  @OptionGroup var keep: KeepOptions

  @Option(help: "A file with the trust policy.")
  var trustPolicy: String

  @Option(help: "A file with the policy of its sessions.")
  var policy: String

  @Option(help: "A file with a policy document that bounds whatever its sessions may ever be given.")
  var boundary: String?

  @Option(help: "How long a session may last at most, 900 to 43200.")
  var maxSessionSeconds = 3_600

  @Flag(help: "Each assumption leaves an event of its own, BreakGlassAssumed.")
  var breakGlass = false

  func validate() throws {
    guard (try? /[\w+=,.@-]{1,64}/.wholeMatch(in: name)) != nil, name.utf8.allSatisfy({ $0 < 0x80 }) else {
      throw ValidationError("NAME: 1 to 64 letters, digits and +=,.@-_")
    }
    guard KeepProcess.roleSessionSeconds.contains(maxSessionSeconds) else {
      throw ValidationError("--max-session-seconds: 900 to 43200")
    }
    guard !breakGlass || maxSessionSeconds <= KeepProcess.breakGlassSecondsMax else {
      throw ValidationError("--max-session-seconds: 900 to 3600 with --break-glass")
    }
  }

  func run() async throws {
    let (trust, policy) = (try PolicyFile.read(trustPolicy), try PolicyFile.read(policy))
    let boundary = try boundary.map(PolicyFile.read)
    let (arn, approval) = try await keep.open { keep in
      try await keep.requestRole(
        name, trust: trust, policy: policy, boundary: boundary, maxSessionSeconds: maxSessionSeconds, isBreakGlass: breakGlass)
    }
    print(waiting(["Arn": .string(arn), "RoleName": .string(name)], for: approval, keep.dataDir).text)
  }
}

/// A policy document in a file.
enum PolicyFile {
  static func read(_ path: String) throws -> JSON {
    do {
      return try JSON.parse(try DataFolder.read(path))
    } catch let problem as JSON.Problem {
      throw ProgramProblem(.badArgument, message: "\(path): \(problem)")
    }
  }
}
