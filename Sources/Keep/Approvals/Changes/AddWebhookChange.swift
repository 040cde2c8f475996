import Link
import OutboundHTTP
import Vocabulary

/// Another place that the stream of contacts is sent to.
struct AddWebhookChange: ApprovableChange {
  static let kind = "AddWebhook"

  let webhook: Webhook
  let secret: WebhookSecret
  let cursor: StreamCursor?

  init(webhook: Webhook, secret: WebhookSecret, cursor: StreamCursor?) {
    self.webhook = webhook
    self.secret = secret
    self.cursor = cursor
  }

  var summary: String { "webhook \(webhook.name): the stream of contacts goes to \(OutboundHTTP.origin(of: webhook.url))" }

  func apply(with tools: ChangeTools) async throws {
    _ = try await tools.webhooks.add(webhook, secret: secret, after: cursor)
  }

  var json: JSON {
    [
      "name": .string(webhook.name), "url": .string(webhook.url),
      "certificateAuthority": webhook.certificateAuthority.map(JSON.string) ?? .null,
      "kinds": .array(webhook.kinds.map { .string($0.rawValue) }), "secret": .string(secret.text),
      "cursor": cursor.map { .string($0.text) } ?? .null,
    ]
  }

  init?(json: JSON) {
    guard let name = json["name"]?.string, let url = json["url"]?.string,
      let secret = json["secret"]?.string.flatMap(WebhookSecret.init(text:))
    else { return nil }
    let kinds = (json["kinds"]?.array ?? []).compactMap { $0.string.flatMap(StreamEntry.Kind.init(rawValue:)) }
    webhook = Webhook(
      name: name, url: url, certificateAuthority: json["certificateAuthority"]?.string, kinds: Set(kinds))
    self.secret = secret
    cursor = json["cursor"]?.string.flatMap(StreamCursor.init)
  }
}
