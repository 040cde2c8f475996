import ArgumentParser
import Foundation
import Keep
import Vocabulary

/// Where the ledger's checkpoints go to by themselves.
struct LedgerSinkCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sink", abstract: "Has every checkpoint of the ledger carried to where this server cannot change it.",
    subcommands: [Add.self, Remove.self, List.self])

  struct Add: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Adds a folder, best on another mount, or an endpoint; prints an endpoint's secret this once, as JSON.",
      discussion: """
        `serve` writes to a new folder from its next start on, and posts to a new endpoint at once. A folder gets one file
        for each checkpoint. After an hour the last of each hour stays, after thirty days the last of each day. An endpoint gets
        POSTs with {"data": {"checkpoints": [...]}}, signed as the Standard Webhooks specification has it.
        """)

    @Option(help: "The folder that `init` made.")
    var dataDir: String

    @Argument(help: "A name for it, of letters, digits, dots and hyphens.")
    var name: String

    @Option(help: "A folder that is there, and that the keep's user may write in.")
    var folder: String?

    @OptionGroup var endpoint: URLOptions

    @Option(help: "A PEM file with the authority that the endpoint's certificate is of, where the system does not know it.")
    var caFile: String?

    @OptionGroup var secret: SecretOptions

    func validate() throws {
      guard (folder == nil) == endpoint.isGiven else { throw ValidationError("give --folder, or --url or --url-file") }
      guard folder == nil || caFile == nil else { throw ValidationError("--ca-file goes with an endpoint") }
      let isPlain = name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || ".-".contains($0)) }
      guard isPlain, (1...64).contains(name.count) else {
        throw ValidationError("\(name) is no name of 1 to 64 letters, digits, dots and hyphens")
      }
    }

    func run() async throws {
      let sink = LedgerSink(name: name, target: try target())
      guard let signing = try await KeepBeside.open(dataDir, secret, for: "audit", { try await $0.addSink(sink) }) else {
        throw ValidationError("there is a sink \(name), or there are 8: remove one first")
      }
      let printed = signing.isEmpty ? [] : [("secret", JSON.string(signing))]
      print(JSON.object([("name", .string(name))] + printed).text)
    }

    private func target() throws -> LedgerSink.Target {
      guard let folder else {
        return .endpoint(url: try endpoint.read(), certificateAuthority: try caFile.map(DataFolder.readCertificates))
      }
      let (path, data) = (DataFolder(folder).path, DataFolder(dataDir).path)
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

  struct Remove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "No checkpoint is carried there any more; what is there stays.")

    @Option(help: "The folder that `init` made.")
    var dataDir: String

    @Argument(help: "Its name.")
    var name: String

    @OptionGroup var secret: SecretOptions

    func run() async throws {
      guard try await KeepBeside.open(dataDir, secret, for: "audit", { try await $0.removeSink(name) }) else {
        throw ValidationError("there is no sink \(name)")
      }
    }
  }

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Prints each with the entries that its last checkpoint covers and why it waits, as JSON lines.")

    @Option(help: "The folder that `init` made.")
    var dataDir: String

    @OptionGroup var secret: SecretOptions

    func run() async throws {
      for state in try await KeepBeside.open(dataDir, secret, for: "audit", { try await $0.listSinks() }) {
        print(state.json.text)
      }
    }
  }
}
