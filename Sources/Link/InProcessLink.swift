import Synchronization

/// The in-process transport: both sides live in one process and a message is a function call.
///
/// The handlers are registered while the process is composed, before the first message.
public final class InProcessLink: LinkPeer {
  private typealias Handler = @Sendable (any LinkMessage) async throws -> any Sendable
  private let handlers = Mutex<[String: Handler]>([:])

  public init() {}

  public func handle<Message: LinkMessage>(
    _ type: Message.Type, with handler: @escaping @Sendable (Message) async throws -> Message.Reply
  ) {
    handlers.withLock { handlers in
      handlers[Message.name] = { message in
        guard let message = message as? Message else {
          throw LinkProblem(.unhandled, message: "the handler of \(Message.name) got another message")
        }
        return try await handler(message)
      }
    }
  }

  public func send<Message: LinkMessage>(_ message: Message) async throws(LinkProblem) -> Message.Reply {
    guard let handler = handlers.withLock({ $0[Message.name] }) else {
      throw LinkProblem(.unhandled, message: "nobody handles \(Message.name)")
    }
    do {
      guard let reply = try await handler(message) as? Message.Reply else {
        throw LinkProblem(.peerFailed, message: "the reply to \(Message.name) has another type")
      }
      return reply
    } catch let problem as LinkProblem {
      throw problem
    } catch {
      throw LinkProblem(.peerFailed, message: "\(Message.name) failed: \(error)")
    }
  }
}
