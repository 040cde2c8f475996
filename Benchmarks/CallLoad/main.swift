import Foundation
import Synchronization

/// The load of `calls.py`, in one compiled loop so that little of the machine is its own: callers behind a trunk, and the
/// registered telephones of agents, each with G.711 of its own tone.
///
/// It reads `Orders` on one line, then a `Command` on each, and answers each with a line of JSON.
let orders = try JSONDecoder().decode(Orders.self, from: Data((readLine() ?? "").utf8))
let mailbox = Mailbox()
Thread.detachNewThread {
  while let line = readLine() {
    guard let command = try? JSONDecoder().decode(Command.self, from: Data(line.utf8)) else { continue }
    mailbox.put(command)
  }
  mailbox.put(Command(verb: .stop))
}
do {
  try Load(orders).run { mailbox.take() }
} catch {
  FileHandle.standardError.write(Data("call-load: \(error)\n".utf8))
  exit(1)
}

final class Mailbox: Sendable {
  private let waiting = Mutex<[Command]>([])
  func put(_ command: Command) { waiting.withLock { $0.append(command) } }
  func take() -> Command? { waiting.withLock { $0.isEmpty ? nil : $0.removeFirst() } }
}
