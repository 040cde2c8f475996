import Synchronization

/// What one side answers: a handler for each message that it takes.
///
/// The handlers are registered while the process is composed, before the first message that they are for.
public final class LinkResponder: Sendable {
  typealias Handler = @Sendable (any LinkMessage) async throws -> any LinkCodable
  typealias WireHandler = @Sendable (LinkReader) async throws -> LinkWriter

  private struct Entry: Sendable {
    let handler: Handler
    let wire: WireHandler
  }

  private let entries = Mutex<[String: Entry]>([:])
  private let sealed = Mutex(false)

  public init() {}

  public func handle<Message: LinkMessage>(
    _ type: Message.Type, with handler: @escaping @Sendable (Message) async throws -> Message.Reply
  ) {
    let entry = Entry(
      handler: { message in
        guard let message = message as? Message else {
          throw LinkProblem(.unhandled, message: "the handler of \(Message.name) got another message")
        }
        return try await handler(message)
      },
      wire: { reader in
        var (reader, writer) = (reader, LinkWriter())
        let message = try Message(from: &reader)
        try reader.finish()
        try await handler(message).write(into: &writer)
        return writer
      })
    entries.withLock { $0[Message.name] = entry }
  }

  /// Whether a message without a handler has none yet, since the keep is sealed.
  public var isSealed: Bool {
    get { sealed.withLock { $0 } }
    set { sealed.withLock { $0 = newValue } }
  }

  /// The names of the messages that are answered here.
  public var names: [String] { entries.withLock { $0.keys.sorted() } }

  func respond<Message: LinkMessage>(to message: Message) async throws(LinkProblem) -> Message.Reply {
    try await explained(Message.name) { entry in
      guard let reply = try await entry.handler(message) as? Message.Reply else {
        throw LinkProblem(.peerFailed, message: "the reply to \(Message.name) has another type")
      }
      return reply
    }
  }

  /// Answers a message that came as bytes.
  package func respond(to name: String, _ body: LinkReader) async throws(LinkProblem) -> LinkWriter {
    try await explained(name) { try await $0.wire(body) }
  }

  private func explained<Answer>(_ name: String, _ body: (Entry) async throws -> Answer) async throws(LinkProblem) -> Answer {
    guard let entry = entries.withLock({ $0[name] }) else {
      throw isSealed
        ? LinkProblem(.sealed, message: "the keep is sealed: it has not been given its root secret")
        : LinkProblem(.unhandled, message: "nobody handles \(name)")
    }
    do {
      return try await body(entry)
    } catch let problem as LinkProblem {
      throw problem
    } catch {
      // The words of a fault may quote what it was about: its type alone goes to the other side.
      throw LinkProblem(.peerFailed, message: "\(name) failed: \(type(of: error))")
    }
  }
}

/// The in-process transport: both sides live in one process and a message is a function call.
public struct InProcessLink: LinkPeer {
  private let responder: LinkResponder

  public init(to responder: LinkResponder) { self.responder = responder }

  public func send<Message: LinkMessage>(_ message: Message) async throws(LinkProblem) -> Message.Reply {
    try await responder.respond(to: message)
  }
}

/// No other side at all: for a command that opens one side alone.
public struct NoPeer: LinkPeer {
  public init() {}

  public func send<Message: LinkMessage>(_ message: Message) async throws(LinkProblem) -> Message.Reply {
    throw LinkProblem(.peerGone, message: "there is no other side")
  }
}
