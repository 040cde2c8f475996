import Foundation
import Link
import Vocabulary

/// Sessions that were looked up a moment ago: a desk's every word would else be a transaction.
///
/// What is stored of a session's expiry may be behind what stands here; a restart ends a session so much earlier.
struct KnownSessions {
  /// Seconds after which a session that is used is looked up and stored again.
  static let behindSecondsMax: Int64 = 60

  private struct Known {
    var session: DeskSession
    /// Its life at most.
    let limit: Moment
    let storedAt: Moment
    /// That of the configuration in which its user was seen.
    let generation: UInt64
  }

  private var sessions: [Data: Known] = [:]
  /// Grows when a session ends: what was looked up before may not be kept after.
  private(set) var endings = 0

  /// Used at that moment, and so alive for longer. nil for one that has to be looked up.
  mutating func session(_ digest: Data, at moment: Moment, _ generation: UInt64) -> DeskSession? {
    guard let known = sessions[digest], known.generation == generation, known.session.expiresAt > moment,
      moment < known.storedAt.adding(seconds: Self.behindSecondsMax)
    else { return nil }
    let session = DeskSession(
      userID: known.session.userID, instanceID: known.session.instanceID, username: known.session.username,
      expiresAt: min(known.limit, moment.adding(seconds: DeskSessions.idleSecondsMax)))
    sessions[digest]?.session = session
    return session
  }

  func expiry(_ digest: Data) -> Moment? { sessions[digest]?.session.expiresAt }

  mutating func keep(_ session: DeskSession, until limit: Moment, _ digest: Data, at moment: Moment, _ generation: UInt64) {
    sessions[digest] = Known(session: session, limit: limit, storedAt: moment, generation: generation)
  }

  mutating func forget(_ digest: Data) {
    sessions[digest] = nil
    endings += 1
  }

  /// Every session of the user, and those that are over.
  mutating func forget(user userID: String, at moment: Moment) {
    sessions = sessions.filter { $0.value.session.userID != userID && $0.value.session.expiresAt > moment }
    endings += 1
  }
}
