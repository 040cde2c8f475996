import AWSWire
import Link
import Synchronization
import Vocabulary

/// The answers of reads, for as long as nothing changes in the store: the same request again skips everything but its judgement
/// and its audit event.
///
/// A read is a function of its input and of the store, so that an answer holds until the next commit; any commit empties the
/// cache.
final class AnswerCache: Sendable {
  /// What the cache may hold.
  private static let answersMax = 4_096
  private static let bytesMax = 64 << 20

  /// All of a request that an operation can see.
  struct Key: Hashable, Sendable {
    let method: String
    let rawPath: String
    let rawQuery: String
    let body: [UInt8]

    init(_ request: WireRequest) {
      method = request.method
      rawPath = request.rawPath
      rawQuery = request.rawQuery
      body = request.body
    }
  }

  struct Answer: Sendable {
    let entry: CatalogueEntry
    let input: JSON
    /// Of the same snapshot as the body: the tags in it are those that the judgement must see.
    let question: CarriedQuestion
    let body: [UInt8]
  }

  private struct State {
    var generation: UInt64 = 0
    var answers: [Key: Answer] = [:]
    var bytes = 0
  }

  private let state = Mutex(State())

  func answer(_ key: Key, at generation: UInt64) -> Answer? {
    state.withLock { $0.generation == generation ? $0.answers[key] : nil }
  }

  /// - Parameter generation: of the store before the answer was made; an answer of an older one is not kept.
  func keep(_ answer: Answer, _ key: Key, at generation: UInt64) {
    let size = answer.body.count + key.body.count + 512
    state.withLock { state in
      guard generation >= state.generation else { return }
      if generation > state.generation || state.answers.count >= Self.answersMax || state.bytes + size > Self.bytesMax {
        state = State(generation: generation)
      }
      if state.answers.updateValue(answer, forKey: key) == nil { state.bytes += size }
    }
  }
}
