import ArgumentParser
import ConnectAPI
import Foundation
import Keep
import Logging
import Switch
import SystemEntropy
import Vocabulary

struct APICommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "api", abstract: "Tells what of the interface is built.", subcommands: [Members.self])

  struct Members: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Prints, for each operation that is built, its permission, its audit event and the input members that it refuses."
    )

    @Flag(help: "JSON, for programs. Without it, a line an operation.")
    var json = false

    /// The catalogues are those of a whole contact centre, opened for the moment in a folder of its own.
    func run() async throws {
      let folder = DataFolder("\(FileManager.default.temporaryDirectory.path)/switchkeep-\(Host.newID())")
      defer { try? FileManager.default.removeItem(atPath: folder.path) }
      try folder.make()
      try KeyFile(path: "\(folder.switchFolder)/protection.key").make()
      let settings = Settings(region: "us-east-1", account: "000000000000", rootKey: .passphrase)
      let opened = try KeepKeys(folder: folder.keep)
      var entropy = SystemEntropy()
      _ = try await opened.keys.initialise(
        secret: try RootSecret(Array(entropy.uuid().utf8)), source: .passphrase, protection: nil)
      let host = try await Host.open(folder, settings, opened, logger: Logger(label: "api"))
      let entries = (host.switchProcess.catalogue + host.keep.catalogue).sorted { $0.name < $1.name }
      try await host.close()
      var seen: Set<String> = []
      let unique = entries.filter { seen.insert($0.name).inserted }
      print(json ? JSON.array(unique.map(Self.described)).text : unique.map(Self.line).joined(separator: "\n"))
    }

    private static func described(_ entry: CatalogueEntry) -> JSON {
      [
        "operation": .string(entry.name), "action": .string(entry.action), "readOnly": .bool(entry.audit.readOnly),
        "auditMembers": .strings(entry.audit.members),
        "refuses": .array(entry.refuses.map { ["path": .string($0.path), "reason": .string($0.reason)] }),
      ]
    }

    private static func line(_ entry: CatalogueEntry) -> String {
      let refused = entry.refuses.map { "\($0.path) (\($0.reason))" }
      return "\(entry.name): \(entry.action)" + (refused.isEmpty ? "" : "; refuses \(refused.joined(separator: ", "))")
    }
  }
}
