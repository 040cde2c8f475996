import Contacts
import Vocabulary

/// The WebSocket of the Participant API, as amazon-connect-chatjs speaks it: topics in JSON, the items of the chat as JSON in a
/// string.
struct ParticipantSocket: Sendable {
  static let path = "/participant/ws"

  let chats: ChatService

  func upgrade(_ request: WireRequest) async -> SocketVerdict {
    let tokens = request.rawQuery.split(separator: "&").compactMap { $0.hasPrefix("token=") ? String($0.dropFirst(6)) : nil }
    guard let token = tokens.first, tokens.count == 1, let connection = await chats.socket(token) else {
      return .refuse(WireResponse(status: 403, headers: [], body: []))
    }
    return .accept(subprotocol: nil) { reader, writer in await serve(connection, &reader, writer) }
  }

  private static let messageBytesMax = 16 * 1024

  private func serve(_ connection: ChatService.Connection, _ reader: inout any SocketReader, _ writer: any SocketWriter) async {
    let items = chats.items(for: connection)
    await withTaskGroup(of: Void.self) { group in
      var isSubscribed = false
      while let text = await reader.next() {
        guard text.utf8.count <= Self.messageBytesMax, let message = try? JSON.parse(text) else { continue }
        guard let answer = answer(to: message) else { continue }
        guard (try? await writer.send(answer.text)) != nil else { break }
        if !isSubscribed, message["topic"]?.string == "aws/subscribe" {
          isSubscribed = true
          try? await chats.join(connection)
          group.addTask { await show(items, writer) }
        }
      }
      group.cancelAll()
    }
  }

  private func show(_ items: AsyncStream<TranscriptItem>, _ writer: any SocketWriter) async {
    for await item in items {
      let message: JSON = [
        "topic": "aws/chat", "contentType": "application/json", "content": .string(ChatItemJSON.json(item).text),
      ]
      guard (try? await writer.send(message.text)) != nil else { return }
    }
    // The chat is over for this participant.
    await writer.close(code: 1000)
  }

  /// nil for what is not answered.
  private func answer(to message: JSON) -> JSON? {
    switch message["topic"]?.string {
    case "aws/subscribe":
      ["topic": "aws/subscribe", "content": ["status": "success", "topics": message["content"]?["topics"] ?? ["aws/chat"]]]
    case "aws/ping": ["topic": "aws/ping", "statusCode": 200, "statusContent": "OK"]
    case "aws/heartbeat": ["topic": "aws/heartbeat"]
    default: nil
    }
  }
}
