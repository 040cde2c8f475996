import Foundation
import Logging
import OutboundHTTP
import ServiceLifecycle
import Synchronization
import Vocabulary

/// Delivers the stream, or alerts, to webhooks, each at its own pace: at least once, in order, again and again until it is taken.
struct WebhookDelivery: Service {
  /// How soon a new webhook or a new entry is seen, in milliseconds.
  private static let pauseMilliseconds = 250
  /// How long one message may take, and how long a webhook rests after its failures: 1, 2, 4 ... seconds.
  private static let attemptSeconds = 30
  private static let restSecondsMax = 60
  private static let batchesMax = 20
  private static let linesMax = 500
  private static let answerBytesMax = 64 * 1024
  /// Attempts in vain that take about an hour, with the rests between them.
  private static let failuresBeforeGoing = 60
  /// Bytes of the entries of a message that has more than one.
  private static let messageBytesMax = 256 * 1024

  let archive: ContactArchive
  let alerts: AlertTable
  let table: WebhookTable
  let outbound: OutboundHTTP
  let now: @Sendable () -> Moment
  let logger: Logger

  func run() async throws {
    await cancelWhenGracefulShutdown {
      await withDiscardingTaskGroup { group in
        let busy = BusyNames()
        while !Task.isCancelled {
          for name in await names() where busy.enter(name) {
            group.addTask {
              await deliverAll(name)
              busy.leave(name)
            }
          }
          try? await Task.sleep(for: .milliseconds(Self.pauseMilliseconds))
        }
      }
    }
    try await outbound.close()
  }

  private func names() async -> [String] {
    do {
      return try await table.names()
    } catch {
      logger.warning("webhooks cannot be read", metadata: ["error": "\(error)"])
      return []
    }
  }

  /// Delivers until there is no more, or an attempt fails and has had its rest.
  private func deliverAll(_ name: String) async {
    do {
      while !Task.isCancelled, let state = try await table.state(of: name), try await deliverNext(state) {}
    } catch {
      let failures = (try? await table.state(of: name)?.failures) ?? 0
      logger.warning("a webhook waits", metadata: ["webhook": "\(name)", "failures": "\(failures)", "error": "\(error)"])
      try? await Task.sleep(for: .seconds(min(Self.restSecondsMax, 1 << min(max(failures - 1, 0), 10))))
    }
  }

  /// - Returns: whether there was anything.
  private func deliverNext(_ state: WebhookState) async throws -> Bool {
    // Asked before the lines: whatever came up to there is among them.
    let isToldAll = try await isToldAll(state)
    let lines = Self.message(of: try await lines(for: state))
    guard let last = lines.last else {
      if isToldAll { _ = try await table.remove(state.webhook.name, of: state.webhook.feed) }
      return false
    }
    let wanted = lines.filter(state.webhook.wants)
    if !wanted.isEmpty { try await attempt(wanted, state) }
    try await table.advance(state, to: last.cursor)
    return true
  }

  /// As many as fit into one message, and one at least.
  private static func message(of lines: ArraySlice<StreamLine>) -> ArraySlice<StreamLine> {
    var bytes = 0
    let fitting = lines.prefix { line in
      bytes += line.json.text.utf8.count
      return bytes <= messageBytesMax
    }
    return fitting.isEmpty ? lines.prefix(1) : fitting
  }

  private func lines(for state: WebhookState) async throws -> ArraySlice<StreamLine> {
    switch state.webhook.feed {
    case .stream: try await archive.lines(after: state.cursor, batches: Self.batchesMax).prefix(Self.linesMax)
    case .alerts: try await alerts.lines(after: state.cursor, limit: Self.linesMax)[...]
    }
  }

  /// Whether a webhook that is to go has nothing more to come that it is to be told.
  private func isToldAll(_ state: WebhookState) async throws -> Bool {
    guard let retirement = state.retirement else { return false }
    return try await alerts.examined() >= retirement.batch
  }

  private func attempt(_ lines: [StreamLine], _ state: WebhookState) async throws {
    do {
      let answer = try await outbound.send(
        message(lines, state), seconds: Self.attemptSeconds, answerBytesMax: Self.answerBytesMax)
      guard answer.isSuccess else { throw WebhookProblem(description: "it answered with the status \(answer.status)") }
    } catch {
      try await table.failed(state.webhook.name, "\(error)")
      if isGivenUp(state) { _ = try await table.remove(state.webhook.name, of: state.webhook.feed) }
      throw error
    }
  }

  /// One that is to go, and has been tried in vain for as long: neither a clock nor a program that stands still gives it up.
  private func isGivenUp(_ state: WebhookState) -> Bool {
    guard let retirement = state.retirement else { return false }
    return now() >= retirement.until && state.failures >= Self.failuresBeforeGoing
  }

  /// The id stays the same however often the message is sent, as long as it has the same entries.
  private func message(_ lines: [StreamLine], _ state: WebhookState) -> OutboundHTTP.Request {
    let id = "\(state.webhook.name)-\(lines.first?.cursor.text ?? "")-\(lines.last?.cursor.text ?? "")"
    let moment = now()
    let body: JSON = [
      "type": .string(state.webhook.feed.messageType), "timestamp": .string(moment.rfc3339),
      "data": .object([(state.webhook.feed.member, .array(lines.map(\.json)))]),
    ]
    return OutboundHTTP.Request(
      url: state.webhook.url, headers: state.secret.headers(id: id, at: moment, body: body.bytes), body: body.bytes,
      certificateAuthority: state.webhook.certificateAuthority)
  }
}

/// Why a message was not taken.
private struct WebhookProblem: Error, CustomStringConvertible { let description: String }

/// The webhooks that are being delivered to.
private final class BusyNames: Sendable {
  private let names = Mutex<Set<String>>([])

  /// - Returns: whether it was not in.
  func enter(_ name: String) -> Bool { names.withLock { $0.insert(name).inserted } }
  func leave(_ name: String) { names.withLock { _ = $0.remove(name) } }
}
