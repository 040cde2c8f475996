import Vocabulary

extension KeepProcess {
  /// Entries of the stream after a place, so many batches of them: they name customers, so that each reading is on record first.
  package func stream(after cursor: StreamCursor, batches: Int) async throws -> [StreamLine] {
    let lines = try await archive.lines(after: cursor, batches: batches)
    guard let last = lines.last else { return [] }
    try await recordCommand(
      "ReadStream", ["after": .string(cursor.text), "to": .string(last.cursor.text), "entries": .number(lines.count)],
      errorCode: nil)
    return lines
  }

  /// - Returns: whether there was one.
  package func removeWebhook(_ name: String) async throws -> Bool {
    guard try await listWebhooks().contains(where: { $0.webhook.name == name }) else { return false }
    try await recordCommand("RemoveWebhook", ["name": .string(name)], errorCode: nil)
    return try await webhooks.remove(name, of: .stream)
  }

  package func listWebhooks() async throws -> [WebhookState] { try await webhooks.all(.stream) }
}
