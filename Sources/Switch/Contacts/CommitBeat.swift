/// How long what nobody waits for waits to be stored: all that happens meanwhile is stored with it. A call has dozens of steps,
/// and each commit its price. The beat is longer where a commit takes long, since there is much to do, or the disk is slow.
struct CommitBeat {
  /// What waits for it most often is heard by people: that an agent has answered, or what a key leads to.
  private static let (shortest, longest) = (Duration.milliseconds(60), Duration.milliseconds(80))
  /// Times as long as the last commit took.
  private static let share = 8

  private(set) var length = shortest
  private var beganAt = ContinuousClock.now

  /// When it is over.
  var end: ContinuousClock.Instant { beganAt + length }
  var isOver: Bool { .now >= end }

  mutating func begin() { beganAt = .now }

  /// The commit is over that began the beat.
  mutating func committed() { length = min(max(Self.shortest, (.now - beganAt) * Self.share), Self.longest) }
}
