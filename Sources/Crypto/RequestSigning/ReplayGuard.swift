internal import SignedRequest
public import Vocabulary

/// Remembers presigned requests until they expire, to refuse a second use. It lives as long as its process: after a restart a
/// request that has not expired could be used once more.
///
/// A request signed in its header is not remembered: its life is the clock skew.
///
/// Memory is bounded. When it is full of requests that have not expired, no further one is admitted (`replayGuardFull`): what
/// cannot be remembered could be replayed.
public struct ReplayGuard: Sendable {
  public enum Scope: Sendable, Hashable {
    /// A presigned URL that only reads may be used again until it expires, as AWS has it.
    case mutating
    case all
  }

  private struct Use: Sendable {
    let signature: [UInt8]
    let accessKeyID: String
    let expiresAt: Moment
  }

  private let countMax: Int
  private let countMaxOfOne: Int
  private var counts: [String: Int] = [:]
  private let scope: Scope
  private var seen: Set<[UInt8]> = []
  /// A binary heap: the earliest to expire stands first.
  private var heap: [Use] = []
  /// The latest time seen. A clock set back must not revive what was forgotten.
  private var latest = Moment(microseconds: .min)

  /// - Parameter countMaxOfOne: of these, those of one access key.
  public init(countMax: Int, countMaxOfOne: Int, scope: Scope) {
    precondition(countMax > 0 && countMaxOfOne > 0, "a guard that remembers nothing would refuse everything")
    self.countMax = countMax
    self.countMaxOfOne = countMaxOfOne
    self.scope = scope
  }

  public var count: Int { heap.count }

  /// Admits a verified request once.
  ///
  /// - Parameter isMutating: Whether what the request asks for changes anything.
  public mutating func admit(_ verified: VerifiedSignature, isMutating: Bool, at now: Moment) throws(SignatureProblem) {
    guard let expiresAt = verified.expiresAt, isMutating || scope == .all else { return }
    latest = max(latest, now)
    forgetExpired()
    guard expiresAt >= latest else { throw SignatureProblem(.expired, "Request has expired.") }
    guard !seen.contains(verified.signature) else {
      throw SignatureProblem(.replayed, "This presigned request was used before; it may be used once.")
    }
    let ofOne = counts[verified.accessKeyID] ?? 0
    guard heap.count < countMax, ofOne < countMaxOfOne else {
      throw SignatureProblem(.replayGuardFull, "Too many presigned requests are outstanding. Sign the request in its header.")
    }
    seen.insert(verified.signature)
    counts[verified.accessKeyID] = ofOne + 1
    push(Use(signature: verified.signature, accessKeyID: verified.accessKeyID, expiresAt: expiresAt))
  }

  private mutating func forgetExpired() {
    while let first = heap.first, first.expiresAt < latest {
      seen.remove(first.signature)
      counts[first.accessKeyID] = counts[first.accessKeyID].flatMap { $0 > 1 ? $0 - 1 : nil }
      popFirst()
    }
  }

  private mutating func push(_ use: Use) {
    heap.append(use)
    var child = heap.count - 1
    while child > 0, heap[child].expiresAt < heap[(child - 1) / 2].expiresAt {
      heap.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  private mutating func popFirst() {
    heap.swapAt(0, heap.count - 1)
    heap.removeLast()
    var parent = 0
    while true {
      let children = [2 * parent + 1, 2 * parent + 2].filter { $0 < heap.count }
      guard let least = children.min(by: { heap[$0].expiresAt < heap[$1].expiresAt }),
        heap[least].expiresAt < heap[parent].expiresAt
      else { return }
      heap.swapAt(parent, least)
      parent = least
    }
  }
}
