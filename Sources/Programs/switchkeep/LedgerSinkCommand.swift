import ArgumentParser
import Foundation
import Keep
import Vocabulary

/// Where the ledger's checkpoints go to by themselves.
struct LedgerSinkCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sink", abstract: "Has every checkpoint of the ledger carried to where this server cannot change it.",
    subcommands: [Add.self, DestinationRemoveCommand<LedgerSinks>.self, DestinationListCommand<LedgerSinks>.self])

  struct Add: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Adds a folder, best on another mount, or an endpoint; prints an endpoint's secret this once, as JSON.",
      discussion: """
        `serve` writes to a new folder from its next start on, and posts to a new endpoint at once. A folder gets one file
        for each checkpoint. After an hour the last of each hour stays, after thirty days the last of each day. An endpoint gets
        POSTs with {"data": {"checkpoints": [...]}}, signed as the Standard Webhooks specification has it.
        """)

    @OptionGroup var keep: KeepOptions
    @OptionGroup var argument: NameArgument

    @Option(help: "A folder that is there, and that the keep's user may write in.")
    var folder: String?

    @OptionGroup var endpoint: EndpointOptions

    func validate() throws {
      guard (folder == nil) == endpoint.isGiven else { throw ValidationError("give --folder, or --url or --url-file") }
      guard folder == nil || endpoint.caFile == nil else { throw ValidationError("--ca-file goes with an endpoint") }
    }

    func run() async throws {
      let name = argument.name
      let sink = LedgerSink(name: name, target: try target())
      guard let signing = try await keep.open({ try await $0.addSink(sink) }) else {
        throw ValidationError("there is a sink \(name), or there are 8: remove one first")
      }
      let printed = signing.isEmpty ? [] : [("secret", JSON.string(signing))]
      print(JSON.object([("name", .string(name))] + printed).text)
    }

    private func target() throws -> LedgerSink.Target {
      guard let folder else {
        let (url, authority) = try endpoint.read()
        return .endpoint(url: url, certificateAuthority: authority)
      }
      let (path, data) = (DataFolder(folder).path, keep.folder.path)
      var isFolder: ObjCBool = false
      guard unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
        throw ProgramProblem(.badArgument, message: "there is no folder \(path): make it, and let the keep's user write in it")
      }
      guard path != data, !path.hasPrefix(data + "/") else {
        throw ProgramProblem(
          .badArgument, message: "\(path) lies in the data folder, where it would go back with it: choose one elsewhere")
      }
      return .folder(path)
    }
  }
}

enum LedgerSinks: Destination {
  static let noun = "sink"
  static let removal = "No checkpoint is carried there any more; what is there stays."
  static let listing = "Prints each with the entries that its last checkpoint covers and why it waits, as JSON lines."
  static func states(_ keep: KeepProcess) async throws -> [JSON] { try await keep.listSinks().map(\.json) }
  static func remove(_ name: String, _ keep: KeepProcess) async throws -> Bool { try await keep.removeSink(name) }
}
