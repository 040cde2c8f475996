import Foundation
import Link
import Logging
import OutboundHTTP
import ServiceLifecycle
import Vocabulary

/// Carries each checkpoint that was signed out of the keep's reach: to the switch, and to the sinks. Where one of them is away,
/// what was signed meanwhile follows when it is back. Each sink is served by itself: one that hangs holds up no other.
struct CheckpointCarriage: Service {
  private static let pause = Duration.seconds(1)
  /// How long one message to an endpoint may take, and how long an endpoint rests after failures: 1, 2, 4 ... seconds.
  private static let attemptSeconds = 30
  private static let restSecondsMax = 60
  private static let batchMax = 100
  private static let answerBytesMax = 64 * 1024
  /// After how long a folder that does not answer is told to hang.
  private static let hangingSeconds: Int64 = 30

  let table: LedgerSinkTable
  let switchSide: any LinkPeer
  let outbound: OutboundHTTP
  let now: @Sendable () -> Moment
  let logger: Logger

  func run() async throws {
    await cancelWhenGracefulShutdown {
      await withDiscardingTaskGroup { group in
        group.addTask { await tellSwitch() }
        group.addTask { await serveSinks() }
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

  // MARK: Sinks

  /// Serves each sink once a second, or as soon after as it is done with what it was given.
  private func serveSinks() async {
    let turns = SinkTurns()
    await withDiscardingTaskGroup { group in
      while !Task.isCancelled {
        for state in await sinks() {
          switch turns.begin(state.sink.name, at: now(), hangingSeconds: Self.hangingSeconds) {
          case .resting: break
          case .hanging: await failed(state, "it has not answered for \(Self.hangingSeconds) s")
          case .begun(let isThinned):
            group.addTask {
              let isTaken = await serve(state, thinning: isThinned)
              turns.end(state.sink.name, restUntil: now().adding(seconds: isTaken ? 0 : rest(state)))
            }
          }
        }
        try? await Task.sleep(for: Self.pause)
      }
    }
  }

  /// A folder costs nothing to look at.
  private func rest(_ state: LedgerSinkState) -> Int64 {
    guard case .endpoint = state.sink.target else { return 0 }
    return Int64(min(Self.restSecondsMax, 1 << min(state.failures, 10)))
  }

  private func serve(_ state: LedgerSinkState, thinning isThinned: Bool) async -> Bool {
    do {
      switch state.sink.target {
      case .folder(let path): try await fill(CheckpointFolder(path: path), state, thinning: isThinned)
      case .endpoint(let url, let authority): try await call(url, authority, state)
      case .unreadable:
        throw LedgerServiceProblem(.notTaken, "what is stored of it does not open: remove it and add it again")
      }
      return true
    } catch {
      if !Task.isCancelled { await failed(state, "\(error)") }
      return false
    }
  }

  /// On a thread of its own, since a mount may hang in the kernel for as long as it likes.
  private func fill(_ folder: CheckpointFolder, _ state: LedgerSinkState, thinning isThinned: Bool) async throws {
    let (checkpoints, now) = (try await table.checkpoints(after: state.delivered, limit: Self.batchMax), now())
    try await OwnThread.run {
      for (_, note) in checkpoints { try folder.write(note) }
      if isThinned { try folder.thin(at: now) }
    }
    if let last = checkpoints.last { try await table.delivered(state.sink.name, upTo: last.size) }
  }

  private func call(_ url: String, _ authority: String?, _ state: LedgerSinkState) async throws {
    let checkpoints = try await table.checkpoints(after: state.delivered, limit: Self.batchMax)
    guard let last = checkpoints.last, let secret = state.secret else { return }
    let request = message(checkpoints, state.sink.name, url, authority, secret)
    let answer = try await outbound.send(request, seconds: Self.attemptSeconds, answerBytesMax: Self.answerBytesMax)
    guard answer.isSuccess else { throw LedgerServiceProblem(.notTaken, "it answered with the status \(answer.status)") }
    try await table.delivered(state.sink.name, upTo: last.size)
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

  private func sinks() async -> [LedgerSinkState] {
    do { return try await table.all() } catch {
      logger.warning("the ledger's sinks cannot be read", metadata: ["error": "\(error)"])
      return []
    }
  }

  /// The first failure of several is told.
  private func failed(_ state: LedgerSinkState, _ reason: String) async {
    if state.failures == 0 {
      logger.critical("checkpoints do not reach a sink", metadata: ["sink": "\(state.sink.name)", "reason": "\(reason)"])
    }
    try? await table.failed(state.sink.name, reason)
  }
}
