import Link
import SignedRequest
import Synchronization
import Vocabulary

/// Signatures of requests that the switch has relayed and the keep has answered: each is answered for a moment and never again,
/// so that whoever has broken into the switch gets nothing by saying again what others have asked.
///
/// Who sends the same request twice within a second signs it alike, and proxies try again: hence the moment. Presigned requests
/// are `ReplayGuard`'s.
final class RelayedSignatures: Sendable {
  /// How long a signature is answered after it first was.
  static let againSecondsMax: Int64 = 10
  /// How long one is remembered, at least: a signature is good for the clock skew, before its time and after.
  private static let rememberedSeconds: Int64 = 2 * 300
  /// Signatures of one generation. When more come within its time, those of the one before are forgotten.
  private static let generationMax = 500_000

  private struct State {
    var recent: [UInt64: Moment] = [:]
    var before: [UInt64: Moment] = [:]
    var beganAt: Moment?
  }

  private let state = Mutex(State())

  /// Whether the request was answered before, longer ago than a moment.
  func isReplayed(_ carried: CarriedRequest, at now: Moment) -> Bool {
    guard let signature = Self.signature(of: carried.request) else { return false }
    return state.withLock { state in
      guard let first = state.recent[signature] ?? state.before[signature] else { return false }
      return now > first.adding(seconds: Self.againSecondsMax)
    }
  }

  /// Remembers a request that was verified: others cannot fill the memory.
  func answered(_ carried: CarriedRequest, at now: Moment) {
    guard let signature = Self.signature(of: carried.request) else { return }
    state.withLock { state in
      let beganAt = state.beganAt ?? now
      if state.recent.count >= Self.generationMax || now > beganAt.adding(seconds: Self.rememberedSeconds) {
        (state.before, state.recent, state.beganAt) = (state.recent, [:], now)
      } else {
        state.beganAt = beganAt
      }
      guard state.recent[signature] == nil, state.before[signature] == nil else { return }
      state.recent[signature] = now
    }
  }

  /// The first 64 of its 256 bits, however the header is written around it.
  private static func signature(of request: WireRequest) -> UInt64? {
    guard let header = request.header("authorization"), let read = try? AuthorizationHeader(header) else { return nil }
    return read.signature.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
  }
}

extension Refusal {
  /// A request that was answered before.
  static let replayed = Refusal(
    code: "InvalidSignatureException", message: "This request was answered before. Sign it anew.", status: 403)
}
