import Foundation
import Link
import LinkSocket
import Logging
import Synchronization
import Vocabulary

/// Whoever has broken into the switch, as far as the Link goes: it stands in the switch's place, with the switch's own socket,
/// and says everything that the catalogue has. What it hears goes to standard output, a line each; a test looks through that. It
/// is no part of the product.
@main struct Attacker {
  /// Where the switch's end of the Link is inherited.
  private static let descriptor: Int32 = 3
  private static let atOnceMax = 16
  /// Mutations of each message's values.
  private static let mutations = 400

  private static let output = Mutex(())

  static func main() async throws {
    let loot = try JSONDecoder().decode(Loot.self, from: try FileHandle.standardInput.readToEnd() ?? Data())
    for path in loot.files { say(["file": path].merging(taken(path)) { $1 }) }
    guard loot.speaks else { exit(0) }
    let link = SocketLink(answering: LinkResponder(), logger: Logger(label: "attacker"))
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await link.run() }
      try await link.attach(descriptor: descriptor)
      while !link.isConnected { try await Task.sleep(for: .milliseconds(5)) }
      for type in LinkCatalogue.toKeep {
        guard let type = type as? any (LinkMessage & Inhabited).Type else {
          say(["missing": type.name])
          exit(2)
        }
        try await attack(type, loot, link)
      }
      try await Substitution(link: link, loot: loot).run()
      say(["done": "\(LinkCatalogue.toKeep.count)"])
      group.cancelAll()
    }
    exit(0)
  }

  private static func attack<Message: LinkMessage & Inhabited>(
    _ type: Message.Type, _ loot: Loot, _ link: SocketLink
  ) async throws {
    let made = Message.inhabitants(loot).map { Spoken($0) }
    var random = Seeded(state: loot.seed)
    let mutated = (0..<mutations).map { _ in made[Int.random(in: made.indices, using: &random)].mutated(by: &random) }
    for (kind, messages) in [("made", made), ("mutated", mutated)] {
      await withTaskGroup(of: Void.self) { group in
        for (number, message) in messages.enumerated() {
          if number >= atOnceMax { await group.next() }
          let about = ["message": Message.name, "kind": kind, "number": "\(number)"]
          group.addTask { say(await heard(message, link).merging(about) { $1 }) }
        }
      }
    }
  }

  private static func heard<Message>(_ message: Spoken<Message>, _ link: SocketLink) async -> [String: String] {
    do {
      return ["reply": Data(try await link.send(message).bytes).base64EncodedString()]
    } catch {
      return ["problem": error.code.rawValue, "text": error.message]
    }
  }

  /// What is in a file, as far as the attacker gets in.
  private static func taken(_ path: String) -> [String: String] {
    let descriptor = open(path, O_RDONLY)
    guard descriptor >= 0 else { return ["refused": String(cString: strerror(errno))] }
    let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    return ["content": ((try? file.readToEnd()) ?? Data()).base64EncodedString()]
  }

  static func say(_ words: [String: String]) {
    guard let line = try? JSONEncoder().encode(words) else { return }
    // A long line goes in several pieces.
    output.withLock { _ in FileHandle.standardOutput.write(line + Data("\n".utf8)) }
  }
}

/// Bytes that the test gave.
func bytes(ofBase64 text: String) -> [UInt8] { Array(Data(base64Encoded: text) ?? Data()) }

extension Moment {
  static var now: Moment { Moment(seconds: Int64(Date().timeIntervalSince1970)) }
}
