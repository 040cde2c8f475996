import ArgumentParser
import Foundation
import Keep
import Link
import Logging
import Vocabulary

struct StreamCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stream",
    abstract: "Prints contact records, contact events and agent events as JSON lines, each with the cursor to go on after it.",
    discussion: "Each line is {\"cursor\", \"kind\", \"instanceId\", \"event\"}. An entry may come twice; its event's id tells.")

  @Option(help: "The folder that `init` made.")
  var dataDir: String

  @Option(help: "Go on after this cursor.")
  var after = "0"

  @Option(help: "Print this kind alone: contact-record, contact-event or agent-event. May be given repeatedly.")
  var kind: [String] = []

  @Option(help: "Print what is of this contact alone.")
  var contact: String?

  @Flag(help: "Wait for more.")
  var follow = false

  func validate() throws {
    guard Cursor(after) != nil else { throw ValidationError("--after is a cursor that `stream` printed, such as 17.3") }
    if let unknown = kind.first(where: { StreamEntry.Kind(rawValue: $0) == nil }) {
      throw ValidationError("--kind \(unknown): is contact-record, contact-event or agent-event")
    }
  }

  func run() async throws {
    let folder = DataFolder(dataDir)
    let keep = try await Host.openKeep(
      folder, try Settings.load(folder), Host.Options(), switchSide: InProcessLink(), logger: Logger(label: "stream"))
    var cursor = Cursor(after) ?? Cursor(batch: 0, entry: 0)
    repeat {
      let isIdle = try await printBatch(keep, &cursor)
      if isIdle, follow { try await Task.sleep(for: .milliseconds(200)) } else if isIdle { break }
    } while true
    try await keep.close()
  }

  private func printBatch(_ keep: KeepProcess, _ cursor: inout Cursor) async throws -> Bool {
    // The batch that the cursor stands in is read again: some of its entries may be new to the reader.
    let batches = try await keep.stream(after: cursor.batch - 1, limit: 100)
    var isIdle = true
    for (sequence, entries) in batches {
      for (index, entry) in entries.enumerated() where Cursor(batch: sequence, entry: index + 1) > cursor {
        cursor = Cursor(batch: sequence, entry: index + 1)
        isIdle = false
        if isWanted(entry) { try FileHandle.standardOutput.write(contentsOf: Array((line(entry, cursor) + "\n").utf8)) }
      }
    }
    return isIdle
  }

  private func isWanted(_ entry: JSON) -> Bool {
    guard kind.isEmpty || kind.contains(entry["kind"]?.string ?? "") else { return false }
    guard let contact else { return true }
    let event = entry["event"]
    return event?["ContactId"]?.string == contact || event?["detail"]?["contactId"]?.string == contact
  }

  private func line(_ entry: JSON, _ cursor: Cursor) -> String {
    JSON.object([("cursor", .string(cursor.text))] + (entry.object?.members ?? []).map { ($0.name, $0.value) }).text
  }
}

/// A place in the stream: a batch, and how many entries of it have been read.
private struct Cursor: Comparable {
  let batch: Int64
  let entry: Int

  init(batch: Int64, entry: Int) {
    self.batch = batch
    self.entry = entry
  }

  init?(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), let batch = Int64(parts[0]), let entry = parts.count == 2 ? Int(parts[1]) : 0 else {
      return nil
    }
    self.init(batch: batch, entry: entry)
  }

  var text: String { "\(batch).\(entry)" }

  static func < (left: Cursor, right: Cursor) -> Bool { (left.batch, left.entry) < (right.batch, right.entry) }
}
