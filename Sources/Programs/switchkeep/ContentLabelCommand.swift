import ArgumentParser
import Vocabulary

struct ContentLabelCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "label",
    abstract: "Says of an object what no recogniser saw, as a security officer. A label is never taken away again.")

  @OptionGroup var options: ApprovalOptions

  @Argument(help: "The object's id, as `content list` prints it.")
  var object: String

  @Option(help: "The label, such as PAYMENT_CARD.")
  var add: String

  func run() async throws {
    let members: JSON = ["ObjectId": .string(object), "Label": .string(add)]
    print(try await options.call("AddContentLabel", as: AWSProfiles.officer, members).text)
  }
}
