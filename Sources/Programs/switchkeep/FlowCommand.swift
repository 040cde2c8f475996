import ArgumentParser
import FlowLanguage
import Foundation
import Vocabulary

struct FlowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "flow", abstract: "Brings flows in from elsewhere.", subcommands: [FlowImportCommand.self])
}

struct FlowImportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Makes flows of exported files, in the contact centre that serves the folder.",
    discussion: """
      What a flow names, by the ARNs of another instance or by marks of a template, is bound to what is here: by the map, or by
      the name that the designer left beside it. What cannot be bound is listed, and then nothing is made. Files imported together
      may name each other. The older export with "modules" is read too. The map is a JSON object of texts:
      {"arn:aws:connect:...:queue/...": "Sales", "${REGION}": "eu-central-1", "{{lambda.arn}}": "arn:aws:lambda:..."}
      """)

  @Option(help: "The folder that `init` made.")
  var dataDir: String

  @Argument(help: "Exported files.")
  var files: [String]

  @Option(help: "The instance's id.")
  var instance: String

  @Option(help: "A file with the map.")
  var map: String?

  @Option(help: "The flow's name, where one file is imported; else that in the file, else the file's.")
  var name: String?

  @Option(help: "The type of the flows, such as CUSTOMER_QUEUE or MODULE, where a file does not say it.")
  var type = "CONTACT_FLOW"

  @Option(help: "The profile in aws/credentials that makes them; AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY go before it.")
  var profile = AWSProfiles.administrator

  @Flag(help: "Give flows that are there the new content.")
  var replace = false

  @Flag(help: "Print what would be the content, and make nothing.")
  var dryRun = false

  func validate() throws {
    guard FlowType(rawValue: type) != nil else {
      throw ValidationError("--type is one of \(FlowType.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    guard name == nil || files.count == 1 else { throw ValidationError("--name goes with one file") }
  }

  func run() async throws {
    let flows = try files.map { try ImportedFlow(file: $0, name: name, type: FlowType(rawValue: type) ?? .contactFlow) }
    guard Set(flows.map(\.name)).count == flows.count else {
      throw ValidationError("two of the files have flows of the same name; import them one by one, with --name")
    }
    let client = try ConnectClient(DataFolder(dataDir), profile: profile)
    do {
      try await make(flows, FlowImport(client: client, instance: instance, map: try words()))
    } catch {
      try await client.close()
      throw error
    }
    try await client.close()
  }

  private func make(_ flows: [ImportedFlow], _ importing: FlowImport) async throws {
    let directory = try await importing.directory()
    if dryRun {
      for flow in try importing.bound(flows, directory, [:]) { print(flow.result.content.text) }
    } else {
      for line in try await importing.make(flows, directory, replace: replace) { print(line.text) }
    }
  }

  private func words() throws -> [String: String] {
    guard let map else { return [:] }
    guard let object = try JSON.parse(try DataFolder.read(map)).object else {
      throw ValidationError("\(map) is no JSON object of texts")
    }
    var words: [String: String] = [:]
    for member in object.members {
      guard let text = member.value.string else { throw ValidationError("\(map): \(member.name) must be a text") }
      words[member.name] = text
    }
    return words
  }
}
