import OutboundHTTP
import Vocabulary

/// What commands do with alerts and where these go.
extension KeepProcess {
  /// How long a target that is taken away is tried, so that it learns of it: an hour.
  private static let toldSeconds: Int64 = 3_600

  /// Has alerts sent to an endpoint. Its first alert is that it was added, which all others get too.
  /// - Returns: the secret of its signatures; nil when there is one of that name, or there are as many as there may be.
  /// - Throws: OutboundProblem for a URL that is none of an endpoint.
  package func addAlertTarget(_ name: String, url: String, certificateAuthority: String?) async throws -> String? {
    try OutboundHTTP.check(url)
    let webhook = Webhook(name: name, url: url, certificateAuthority: certificateAuthority, feed: .alerts)
    let secret = WebhookSecret.make()
    let adding = try webhooks.adding(webhook, secret: secret, after: nil)
    let event = commandEvent(
      "AddAlertTarget", ["name": .string(name), "origin": .string(OutboundHTTP.origin(of: url))], errorCode: nil)
    do {
      // Before the event, so that the target's feed begins with it.
      _ = try await log.receipt(for: event, before: { guard try adding($0) else { throw NotTaken() } })
      return secret.text
    } catch is NotTaken {
      return nil
    }
  }

  /// Takes a target away, once it and all others have been told so, or cannot be told for an hour.
  /// - Returns: whether there was one.
  package func removeAlertTarget(_ name: String) async throws -> Bool {
    guard let state = try await webhooks.all(.alerts).first(where: { $0.webhook.name == name }), state.retirement == nil else {
      return false
    }
    let event = commandEvent(
      "RemoveAlertTarget", ["name": .string(name), "origin": .string(OutboundHTTP.origin(of: state.webhook.url))],
      errorCode: nil)
    let retiring = WebhookTable.retiring(name, until: configuration.now().adding(seconds: Self.toldSeconds))
    _ = try await log.receipt(for: event) { _ = try retiring($0) }
    return true
  }

  /// Each with how far it has come and why it waits.
  package func listAlertTargets() async throws -> [WebhookState] { try await webhooks.all(.alerts) }

  /// Raises an alert that means nothing but that alerts arrive.
  package func testAlertTargets() async throws { try await recordCommand("TestAlertTargets", [:], errorCode: nil) }

  /// Alerts after a place, the oldest first.
  package func listAlerts(after cursor: StreamCursor, limit: Int) async throws -> [StreamLine] {
    try await alerts.lines(after: cursor, limit: limit)
  }

  private struct NotTaken: Error {}
}
