import ArgumentParser
import Foundation
import Keep
import Vocabulary

/// The ledger, read by who has the folder, beside `serve` or without it.
struct AuditCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit", abstract: "Verifies, proves and prints the ledger of audit events; docs/ledger.md states its form.",
    subcommands: [
      Verify.self, Prove.self, Consistency.self, Export.self, Events.self, PrintCheckpoint.self, Key.self,
      LedgerSinkCommand.self, FreeReserve.self,
    ])

  struct Folder: ParsableArguments {
    @Option(help: "The folder that `init` made.")
    var dataDir: String

    func reader() throws -> LedgerReader {
      let folder = DataFolder(dataDir)
      _ = try Settings.load(folder)
      return LedgerReader(keepFolder: folder.keep)
    }
  }

  /// Prints whole lines, whatever they hold.
  fileprivate static func write(_ text: String) throws { try FileHandle.standardOutput.write(contentsOf: Array(text.utf8)) }
}

extension AuditCommand {
  struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Recomputes the ledger from its events; says what was changed, moved or taken away, and exits 1 if anything was.",
      discussion: """
        Who has the server's keys can sign a ledger that they made up. Against that, give a checkpoint that was kept elsewhere and
        the verifier key that `init` printed; without them the folder is measured by itself.
        """)

    @OptionGroup var folder: Folder

    @Option(
      help:
        "A checkpoint from elsewhere, or a folder of them. May be given repeatedly: the closer they lie, the closer the finding."
    )
    var against: [String] = []

    @Option(help: "The verifier key that `init` printed, or a file with it; else the one in the folder.")
    var verifierKey: String?

    func run() async throws {
      let reader = try folder.reader()
      let outside = try against.flatMap(Self.checkpoints)
      let report = try reader.verify(key: try key(reader), against: outside)
      print("\(report.entries) entries, root \(report.root)")
      print("\(report.checkpoints) signed checkpoints; the newest covers \(report.covered) entries")
      if !against.isEmpty { print("\(report.outsideAgreeing) of \(outside.count) checkpoints from elsewhere agree") }
      if let reach = report.outsideReach { print(Self.words(reach, of: report.entries)) }
      for finding in report.findings { print(finding.description) }
      guard report.isClean else {
        print(report.firstBadIndex.map { "not clean: first bad index \($0)" } ?? "not clean")
        throw ExitCode(1)
      }
      print("clean")
    }

    private static func words(_ reach: Int, of entries: Int) -> String {
      "the newest of them covers \(reach) entries; \(entries - reach) after it rest on the word of this folder alone"
    }

    /// A file, or what a sink has left in a folder.
    private static func checkpoints(_ path: String) throws -> [(name: String, bytes: [UInt8])] {
      var isFolder: ObjCBool = false
      guard unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
        return [(path, try DataFolder.read(path))]
      }
      let folder = CheckpointFolder(path: path)
      let names = try folder.names()
      guard !names.isEmpty else { throw ProgramProblem(.cannotRead, message: "\(path) has no file that ends in .checkpoint") }
      return try names.map { ("\(path)/\($0)", try folder.read($0)) }
    }

    private func key(_ reader: LedgerReader) throws -> String {
      let file = DataFolder(folder.dataDir).ledgerKeyFile
      guard let given = verifierKey ?? (FileManager.default.fileExists(atPath: file) ? file : nil) else {
        return try reader.verifierKey()
      }
      guard FileManager.default.fileExists(atPath: given) else { return given }
      return String(decoding: try DataFolder.read(given), as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
  }

  struct Prove: AsyncParsableCommand {
    enum Form: String, ExpressibleByArgument, CaseIterable { case json, tlogProof = "tlog-proof" }

    static let configuration = CommandConfiguration(
      abstract: "Prints an event with the proof that the newest checkpoint covers it, for who has the verifier key alone.")

    @OptionGroup var folder: Folder

    @Option(help: "The event's eventID.")
    var event: String

    @Option(help: "json has all; tlog-proof is the form of C2SP, without the event.")
    var form = Form.json

    func run() async throws {
      let evidence = try folder.reader().proof(of: event)
      try AuditCommand.write(form == .json ? evidence.json.text + "\n" : evidence.tlogProof)
    }
  }

  struct Consistency: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Prints the proof that the ledger of so many entries is the beginning of the newest checkpoint's, as JSON.")

    @OptionGroup var folder: Folder

    @Option(help: "The entries that an older checkpoint covers: its second line.")
    var from: Int

    func run() async throws { print(try folder.reader().consistency(from: from).text) }
  }

  struct Export: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Prints events as JSON lines, {\"index\", \"event\"}; the event is what the ledger's leaf is, to the byte.")

    @OptionGroup var folder: Folder

    @Option(help: "Print what comes after this index.")
    var after = -1

    func validate() throws {
      guard after >= -1 else { throw ValidationError("--after is an index that `export` printed") }
    }

    func run() async throws { try folder.reader().export(after: after) { try AuditCommand.write($0 + "\n") } }
  }

  struct Events: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Prints the events about a person, an object and a time, as `export` does: who read this, what did they do.")

    @OptionGroup var folder: Folder

    @Option(help: "Who did it: an ARN, a user's name, an access key, or who stands behind a session.")
    var person: String?

    @Option(help: "What it was done to: the id, ARN or key of an object, a contact, a role, a session, an approval.")
    var object: String?

    @Option(help: "The name of the event, such as GetObject.")
    var name: String?

    @Option(help: "From this time on, 2026-11-28T09:00:00Z.")
    var from: String?

    @Option(help: "Before this time.")
    var to: String?

    func validate() throws {
      for (option, text) in [("--from", from), ("--to", to)] where text != nil && text.flatMap(Moment.init(rfc3339:)) == nil {
        throw ValidationError("\(option) is a time such as 2026-11-28T09:00:00Z")
      }
    }

    func run() async throws {
      var query = LedgerQuery()
      (query.person, query.object, query.name) = (person, object, name)
      (query.from, query.to) = (from.flatMap(Moment.init(rfc3339:)), to.flatMap(Moment.init(rfc3339:)))
      try folder.reader().find(query) { try AuditCommand.write($0 + "\n") }
    }
  }

  struct FreeReserve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "free-reserve",
      abstract: "Frees the room that is kept for a full disk, and puts that on record; the next start takes it anew.",
      discussion: "A full disk stops the ledger, and so every read of content. This is room for some ten thousand entries.")

    @OptionGroup var keep: KeepOptions

    func run() async throws {
      try await keep.open { opened in
        guard LedgerReserve(keepFolder: keep.folder.keep).free() else {
          throw ValidationError("there is no reserve: it was freed before, or the disk had no room for it")
        }
        try await opened.recordCommand("FreeLedgerReserve", ["bytes": .number(LedgerReserve.bytes)], errorCode: nil)
      }
      print("\(LedgerReserve.bytes >> 20) MiB are free")
    }
  }

  struct PrintCheckpoint: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "checkpoint", abstract: "Prints the newest checkpoint: keep it where the server cannot write.")

    @OptionGroup var folder: Folder

    func run() async throws { try AuditCommand.write(try folder.reader().checkpoint()) }
  }

  struct Key: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Prints the verifier key in the folder. One that an outsider shall trust comes from `init`, when it was made.")

    @OptionGroup var folder: Folder

    func run() async throws { print(try folder.reader().verifierKey()) }
  }
}
