import ArgumentParser
import Keep
import Link
import Logging
import Vocabulary

struct IdentityCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "identity", abstract: "Makes identities that sign requests.", subcommands: [Create.self])

  struct Create: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Makes an IAM user with one access key and prints the key as JSON; the secret is shown this once.")

    @Option(help: "The folder that `init` made.")
    var dataDir: String

    @Option(help: "The user's name, unique in the account.")
    var name: String

    @Option(help: "A file with the user's policy, an IAM policy document.")
    var policy: String

    @Option(help: "A file with a policy document that bounds whatever the user may ever be given.")
    var boundary: String?

    func run() async throws {
      let folder = DataFolder(dataDir)
      let settings = try Settings.load(folder)
      let keep = try await Host.openKeep(
        folder, settings, logger: Logger(label: "identity"))
      let key = try await keep.createIdentity(
        name, policies: [("Given", try PolicyFile.read(policy))], boundary: try boundary.map(PolicyFile.read), tags: [:])
      try await keep.close()
      let arn = "arn:aws:iam::\(settings.account):user/\(name)"
      let json: JSON = ["AccessKeyId": .string(key.id), "SecretAccessKey": .string(key.secret), "Arn": .string(arn)]
      print(json.text)
    }
  }
}
