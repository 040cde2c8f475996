/// Whether the other side of a socket is there: one that is stopped or hangs leaves its socket open.
///
/// Each side asks the other once a second and is answered by its event loop, whatever else that side is busy with. A side that
/// has left three questions unanswered is silent, and is asked nothing until something comes from it: it has those questions
/// still, and answers them when it goes on. Seconds are counted and not measured, so that a process which was stopped itself does
/// not take the other for silent.
struct Presence: Sendable {
  private static let unansweredMax = 3

  private var unanswered = 0
  /// One that starts has not spoken yet, and is waited for.
  private var hasSpoken = false
  private(set) var isSilent = false

  /// - Returns: whether to ask now.
  mutating func secondPassed() -> Bool {
    guard unanswered < Self.unansweredMax else {
      isSilent = hasSpoken
      return false
    }
    unanswered += 1
    return true
  }

  mutating func heard() { self = Presence(hasSpoken: true) }

  /// It is reading, so that it may answer late.
  mutating func took() { unanswered = 0 }

  init() {}

  private init(hasSpoken: Bool) { self.hasSpoken = hasSpoken }
}
