import ArgumentParser
import Keep
import Vocabulary

struct IdentityCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "identity", abstract: "Makes identities that sign requests.", subcommands: [Create.self])

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
