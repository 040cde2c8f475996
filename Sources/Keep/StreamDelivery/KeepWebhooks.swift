import OutboundHTTP
import Vocabulary

extension KeepProcess {
  /// Entries of the stream after a place: so many batches of them.
  package func stream(after cursor: StreamCursor, batches: Int) async throws -> [StreamLine] {
    try await archive.lines(after: cursor, batches: batches)
  }

  /// Has the stream delivered to an endpoint.
  /// - Parameter cursor: where it begins; nil for what comes from now on.
  /// - Returns: the secret of its signatures; nil when there is one of that name, or there are as many as there may be.
  /// - Throws: OutboundProblem for a URL that is none of an endpoint.
  package func addWebhook(_ webhook: Webhook, after cursor: StreamCursor?) async throws -> String? {
    try OutboundHTTP.check(webhook.url)
    try await recordCommand(
      "AddWebhook", ["name": .string(webhook.name), "origin": .string(OutboundHTTP.origin(of: webhook.url))],
      errorCode: nil)
    let secret = WebhookSecret.make()
    return try await webhooks.add(webhook, secret: secret, after: cursor) ? secret.text : nil
  }

  /// - Returns: whether there was one.
  package func removeWebhook(_ name: String) async throws -> Bool {
    try await recordCommand("RemoveWebhook", ["name": .string(name)], errorCode: nil)
    return try await webhooks.remove(name)
  }

  package func listWebhooks() async throws -> [WebhookState] { try await webhooks.all() }
}
