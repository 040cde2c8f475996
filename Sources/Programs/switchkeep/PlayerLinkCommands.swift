import ArgumentParser
import Vocabulary

struct ContentLinkCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "link",
    abstract: "Makes a link by which one user of an instance opens one object in a browser, once and for a quarter of an hour.",
    discussion: """
      Content is linked in a session that may read it and says for what: put the credentials of one into AWS_ACCESS_KEY_ID, \
      AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN (docs/content.md). The link ends with that session at the latest.
      """)

  @OptionGroup var options: ApprovalOptions

  @Option(help: "The instance's id.")
  var instance: String

  @Option(help: "The object's key in the instance's bucket, as `content list` and listings of S3 have it.")
  var key: String

  @Option(help: "The name that the person signs in with.")
  var user: String

  func run() async throws {
    let members: JSON = ["InstanceId": .string(instance), "Key": .string(key), "Username": .string(user)]
    print(try await options.call("CreatePlayerLink", as: AWSProfiles.officer, members).text)
  }
}

struct ContentUnlinkCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "unlink", abstract: "Takes a link back, and ends at once what was opened with it.")

  @OptionGroup var options: ApprovalOptions

  @Argument(help: "The link's id.")
  var id: String

  func run() async throws {
    _ = try await options.call("RevokePlayerLink", as: AWSProfiles.officer, ["LinkId": .string(id)])
  }
}
