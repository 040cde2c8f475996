import Foundation
import Link
import Logging
import OutboundHTTP
import ServiceLifecycle
import Vocabulary

/// Carries each checkpoint that was signed out of the keep's reach: to the switch, and to the sinks. Where one of them is away,
/// what was signed meanwhile follows when it is back.
struct CheckpointCarriage: Service {
  private static let pause = Duration.seconds(1)
  /// How long one message to an endpoint may take, and how long an endpoint rests after failures: 1, 2, 4 ... seconds.
  private static let attemptSeconds = 30
  private static let restSecondsMax = 60
  private static let batchMax = 100
  private static let answerBytesMax = 64 * 1024
  /// Seconds between two looks for files that may go.
  private static let thinningSeconds: Int64 = 600

  let table: LedgerSinkTable
  let switchSide: any LinkPeer
  let outbound: OutboundHTTP
  let now: @Sendable () -> Moment
  let logger: Logger

  func run() async throws {
    await cancelWhenGracefulShutdown {
      await withDiscardingTaskGroup { group in
        group.addTask { await tellSwitch() }
        group.addTask { await fillFolders() }
        group.addTask { await callEndpoints() }
      }
    }
    try await outbound.close()
  }

  // MARK: The switch

  private func tellSwitch() async {
    var told = (meeting: -1, size: -1)
    while !Task.isCancelled {
      do {
        let meeting = switchSide.meeting
        let after = meeting == told.meeting ? told.size : -1
        if let newest = try await table.newestSize(), newest > after {
          _ = try await switchSide.send(CheckpointSigned(size: newest))
          told = (meeting, newest)
        }
      } catch { logger.debug("the switch has not taken a checkpoint", metadata: ["error": "\(type(of: error))"]) }
      try? await Task.sleep(for: Self.pause)
    }
  }

  // MARK: Folders

  private func fillFolders() async {
    var nextThinning: Int64 = 0
    while !Task.isCancelled {
      let isDue = now().wholeSeconds >= nextThinning
      for state in await sinks() {
        guard case .folder(let path) = state.sink.target else { continue }
        await attempt(state) {
          let folder = CheckpointFolder(path: path)
          for (size, note) in try await table.checkpoints(after: state.delivered, limit: Self.batchMax) {
            try folder.write(note)
            try await table.delivered(state.sink.name, upTo: size)
          }
          if isDue { try folder.thin(at: now()) }
        }
      }
      if isDue { nextThinning = now().wholeSeconds + Self.thinningSeconds }
      try? await Task.sleep(for: Self.pause)
    }
  }

  // MARK: Endpoints

  private func callEndpoints() async {
    var restUntil: [String: Int64] = [:]
    while !Task.isCancelled {
      for state in await sinks() where restUntil[state.sink.name, default: 0] <= now().wholeSeconds {
        guard case .endpoint(let url, let authority) = state.sink.target, let secret = state.secret else { continue }
        let isTaken = await attempt(state) {
          let checkpoints = try await table.checkpoints(after: state.delivered, limit: Self.batchMax)
          guard let last = checkpoints.last else { return }
          let request = message(checkpoints, state.sink.name, url, authority, secret)
          let answer = try await outbound.send(request, seconds: Self.attemptSeconds, answerBytesMax: Self.answerBytesMax)
          guard answer.isSuccess else {
            throw LedgerServiceProblem(.notTaken, "it answered with the status \(answer.status)")
          }
          try await table.delivered(state.sink.name, upTo: last.size)
        }
        let rest = Int64(min(Self.restSecondsMax, 1 << min(state.failures, 10)))
        restUntil[state.sink.name] = isTaken ? 0 : now().wholeSeconds + rest
      }
      try? await Task.sleep(for: Self.pause)
    }
  }

  /// The id stays the same however often the message is sent, as long as it has the same checkpoints.
  private func message(
    _ checkpoints: [(size: Int, note: [UInt8])], _ name: String, _ url: String, _ authority: String?, _ secret: WebhookSecret
  ) -> OutboundHTTP.Request {
    let moment = now()
    let id = "\(name)-\(checkpoints.first?.size ?? 0)-\(checkpoints.last?.size ?? 0)"
    let notes = checkpoints.map { JSON.string(String(decoding: $0.note, as: UTF8.self)) }
    let body: JSON = [
      "type": "ledger.checkpoints", "timestamp": .string(moment.rfc3339), "data": ["checkpoints": .array(notes)],
    ]
    return OutboundHTTP.Request(
      url: url, headers: secret.headers(id: id, at: moment, body: body.bytes), body: body.bytes, certificateAuthority: authority)
  }

  // MARK: Both

  private func sinks() async -> [LedgerSinkState] {
    do { return try await table.all() } catch {
      logger.warning("the ledger's sinks cannot be read", metadata: ["error": "\(error)"])
      return []
    }
  }

  /// - Returns: whether it was taken. The first failure of several is told.
  @discardableResult
  private func attempt(_ state: LedgerSinkState, _ body: () async throws -> Void) async -> Bool {
    do {
      try await body()
      return true
    } catch {
      if state.failures == 0 {
        logger.critical("checkpoints do not reach a sink", metadata: ["sink": "\(state.sink.name)", "reason": "\(error)"])
      }
      try? await table.failed(state.sink.name, "\(error)")
      return false
    }
  }
}
