import ArgumentParser
import Foundation
import Keep
import Link
import Vocabulary

struct StreamCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stream",
    abstract: "Prints contact records, contact events and agent events as JSON lines, each with the cursor to go on after it.",
    discussion: "Each line is {\"cursor\", \"kind\", \"instanceId\", \"event\"}. An entry may come twice; its event's id tells.")

  @OptionGroup var keep: KeepOptions

  @Option(help: "Go on after this cursor.")
  var after = "0"

  @Option(help: "Print this kind alone: contact-record, contact-event or agent-event. May be given repeatedly.")
  var kind: [String] = []

  @Option(help: "Print what is of this contact alone.")
  var contact: String?

  @Flag(help: "Wait for more.")
  var follow = false

  func validate() throws {
    guard StreamCursor(after) != nil else { throw ValidationError("--after is a cursor that `stream` printed, such as 17.3") }
    try Self.check(kinds: kind)
  }

  static func check(kinds: [String]) throws {
    if let unknown = kinds.first(where: { StreamEntry.Kind(rawValue: $0) == nil }) {
      throw ValidationError("--kind \(unknown): is contact-record, contact-event or agent-event")
    }
  }

  func run() async throws { try await keep.open(print) }

  private func print(_ keep: KeepProcess) async throws {
    var cursor = StreamCursor(after) ?? .start
    repeat {
      let lines = try await keep.stream(after: cursor, batches: 100)
      for line in lines where isWanted(line) {
        try FileHandle.standardOutput.write(contentsOf: Array((line.json.text + "\n").utf8))
      }
      cursor = lines.last?.cursor ?? cursor
      if lines.isEmpty, follow { try await Task.sleep(for: .milliseconds(200)) } else if lines.isEmpty { break }
    } while true
  }

  private func isWanted(_ line: StreamLine) -> Bool {
    guard kind.isEmpty || line.kind.map({ kind.contains($0.rawValue) }) == true else { return false }
    return contact.map(line.isOf) ?? true
  }
}
