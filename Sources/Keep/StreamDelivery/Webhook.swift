import Crypto
import Foundation
package import Link
import Protection
package import Vocabulary

/// An endpoint of others that something is delivered to, at least once and in order.
package struct Webhook: Sendable {
  /// What is delivered.
  package enum Feed: String, Sendable, CaseIterable {
    /// Contact records, contact events and agent events.
    case stream
    /// Alerts: the webhook is a target of them.
    case alerts

    /// The type of a message, and the member of its data.
    var messageType: String { self == .alerts ? "alerts.raised" : "stream.entries" }
    var member: String { self == .alerts ? "alerts" : "entries" }
  }

  package let name: String
  let feed: Feed
  package let url: String
  package let certificateAuthority: String?
  /// What is delivered; nothing named is everything.
  package let kinds: Set<StreamEntry.Kind>

  package init(
    name: String, url: String, certificateAuthority: String?, kinds: Set<StreamEntry.Kind> = [], feed: Feed = .stream
  ) {
    self.name = name
    self.feed = feed
    self.url = url
    self.certificateAuthority = certificateAuthority
    self.kinds = kinds
  }

  func wants(_ line: StreamLine) -> Bool { kinds.isEmpty || line.kind.map(kinds.contains) == true }
}

/// The key of a webhook's signatures, as the Standard Webhooks specification has it.
struct WebhookSecret: Sendable {
  private static let prefix = "whsec_"
  private let key: SymmetricKey

  static func make() -> WebhookSecret { WebhookSecret(key: SymmetricKey(size: .bits256)) }

  private init(key: SymmetricKey) { self.key = key }

  init?(text: String) {
    guard text.hasPrefix(Self.prefix), let data = Data(base64Encoded: String(text.dropFirst(Self.prefix.count))) else {
      return nil
    }
    key = SymmetricKey(data: data)
  }

  var text: String {
    let bytes = unsafe key.withUnsafeBytes { unsafe Data($0) }
    return Self.prefix + bytes.base64EncodedString()
  }

  /// `v1,` and HMAC-SHA256 of `ID.SECONDS.BODY`.
  func signature(id: String, seconds: Int64, body: [UInt8]) -> String {
    let code = HMAC<SHA256>.authenticationCode(for: Array("\(id).\(seconds).".utf8) + body, using: key)
    return "v1," + Data(code).base64EncodedString()
  }

  /// The headers of one message.
  func headers(id: String, at moment: Moment, body: [UInt8]) -> [(name: String, value: String)] {
    [
      (name: "Content-Type", value: "application/json"), (name: "webhook-id", value: id),
      (name: "webhook-timestamp", value: String(moment.wholeSeconds)),
      (name: "webhook-signature", value: signature(id: id, seconds: moment.wholeSeconds, body: body)),
    ]
  }
}

/// A webhook with how far it has come.
package struct WebhookState: Sendable {
  package let webhook: Webhook
  let secret: WebhookSecret
  package let cursor: StreamCursor
  /// Attempts in vain since the last that was taken.
  package let failures: Int
  package let problem: String?
  /// Of one that goes once it has been told so.
  let retirement: Retirement?

  struct Retirement: Sendable {
    /// The ledger's number of the event that takes it away.
    let batch: Int64
    /// When it goes, told or not.
    let until: Moment
  }

  /// What `webhook list` shows: no secret.
  package var json: JSON {
    [
      "name": .string(webhook.name), "url": .string(webhook.url),
      "kinds": .array(webhook.kinds.map { .string($0.rawValue) }.sorted { $0.text < $1.text }),
      "cursor": .string(cursor.text), "failures": .number(failures), "problem": problem.map(JSON.string) ?? .null,
      "goesAt": retirement.map { .string($0.until.rfc3339) } ?? .null,
    ]
  }
}
