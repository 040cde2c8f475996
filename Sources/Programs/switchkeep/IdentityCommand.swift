import ArgumentParser
import Keep
import Vocabulary

struct IdentityCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "identity", abstract: "Makes identities that sign requests, and shuts them out.",
    subcommands: [
      Create.self, IdentityListCommand.self, IdentityDeactivateCommand.self, IdentityActivateCommand.self,
      IdentityDeleteCommand.self,
    ])

  struct Create: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Makes an IAM user with one access key and prints the key as JSON; the secret is shown this once.",
      discussion: """
        The key of one whose policy reaches content works when an officer has approved it: see `switchkeep approval`. The key of
        one who may approve is printed to the officer who approves it, by `switchkeep approval approve`, to hand it on.
        """)

    @OptionGroup var keep: KeepOptions

    @Option(help: "The user's name, unique in the account.")
    var name: String

    @Option(help: "A file with the user's policy, an IAM policy document.")
    var policy: String

    @Option(help: "A file with a policy document that bounds whatever the user may ever be given.")
    var boundary: String?

    func run() async throws {
      let settings = try Settings.load(keep.folder)
      let (key, approval) = try await keep.open {
        try await $0.requestIdentity(
          name, policy: try PolicyFile.read(policy), boundary: try boundary.map(PolicyFile.read))
      }
      let arn = "arn:aws:iam::\(settings.account):user/\(name)"
      let told = key.map { [("AccessKeyId", JSON.string($0.id)), ("SecretAccessKey", .string($0.secret))] } ?? []
      print(waiting(.object(told + [("Arn", .string(arn))]), for: approval, keep.dataDir).text)
    }
  }
}

struct IdentityListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Prints the identities with the ids of their access keys, as JSON lines.")

  @OptionGroup var keep: KeepOptions

  func run() async throws {
    for line in try await keep.open({ try await $0.listIdentities() }) { print(line.text) }
  }
}

/// One access key.
struct AccessKeyOptions: ParsableArguments {
  @OptionGroup var keep: KeepOptions

  @Argument(help: "The id of the access key, AKIA... .")
  var accessKey: String
}

struct IdentityDeactivateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "deactivate",
    abstract: "Refuses what an access key signs, at once and also in a server that runs; prints how many sessions ended with it.")

  @OptionGroup var options: AccessKeyOptions

  func run() async throws {
    let ended = try await options.keep.open { try await $0.deactivateAccessKey(options.accessKey) }
    print((["AccessKeyId": .string(options.accessKey), "Status": "Inactive", "RevokedSessions": .number(ended)] as JSON).text)
  }
}

struct IdentityActivateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "activate",
    abstract: "Lets an access key sign again; that of one who reaches content when an officer has approved it.")

  @OptionGroup var options: AccessKeyOptions

  func run() async throws {
    let approval = try await options.keep.open { try await $0.requestActivation(ofAccessKey: options.accessKey) }
    print(waiting(["AccessKeyId": .string(options.accessKey)], for: approval, options.keep.dataDir).text)
  }
}

struct IdentityDeleteCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "delete",
    abstract: "Deletes an identity with its access key, at once and for good; prints how many sessions ended with it.")

  @OptionGroup var keep: KeepOptions

  @Argument(help: "The user's name.")
  var name: String

  func run() async throws {
    let ended = try await keep.open { try await $0.deleteIdentity(name) }
    print((["UserName": .string(name), "RevokedSessions": .number(ended)] as JSON).text)
  }
}
