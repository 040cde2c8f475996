import Vocabulary

/// All who wait at one desk, offered or not, so that the oldest is known.
///
/// Nearly all contacts come in the order of their age. They stand in a chain of numbers in their own records: one that goes is
/// taken out without a search. Those that come late, as after a restart, stand in a line beside it.
struct Ages: Sendable {
  /// The ends of the chain; below zero if there is none.
  fileprivate var oldest: Int32 = -1
  fileprivate var youngest: Int32 = -1
  fileprivate var youngestSince = Int64.min
  fileprivate var late = Line<IdleKey>()
  private(set) var count = 0

  /// For a contact's older neighbour: it stands in the line.
  fileprivate static let isLate: Int32 = -2

  fileprivate mutating func change(by difference: Int) { count += difference }
}

extension RoutingState {
  mutating func joinAges(_ contact: Int) {
    let (desk, since) = (waiting[contact].desk, waiting[contact].enqueuedAt)
    desks[desk].ages.change(by: 1)
    let youngest = desks[desk].ages.youngest
    guard since >= desks[desk].ages.youngestSince else {
      waiting[contact].older = Ages.isLate
      ages.insert(waiting[contact].ageKey(contact), into: &desks[desk].ages.late)
      return
    }
    waiting[contact].older = youngest
    if youngest >= 0 { waiting[Int(youngest)].newer = Int32(contact) } else { desks[desk].ages.oldest = Int32(contact) }
    desks[desk].ages.youngest = Int32(contact)
    desks[desk].ages.youngestSince = since
  }

  mutating func leaveAges(_ contact: Int) {
    let (desk, older, newer) = (waiting[contact].desk, waiting[contact].older, waiting[contact].newer)
    desks[desk].ages.change(by: -1)
    guard older != Ages.isLate else {
      ages.remove(waiting[contact].ageKey(contact), from: &desks[desk].ages.late)
      return
    }
    if older >= 0 { waiting[Int(older)].newer = newer } else { desks[desk].ages.oldest = newer }
    guard newer < 0 else {
      waiting[Int(newer)].older = older
      return
    }
    desks[desk].ages.youngest = older
    desks[desk].ages.youngestSince = older >= 0 ? waiting[Int(older)].enqueuedAt : .min
  }

  /// Since when the oldest has waited; nil if nobody waits.
  func oldestSince(_ desk: Int) -> Moment? {
    guard desks[desk].ages.count > 0 else { return nil }
    let (late, oldest) = (desks[desk].ages.late.first.since, desks[desk].ages.oldest)
    return Moment(microseconds: oldest >= 0 ? min(late, waiting[Int(oldest)].enqueuedAt) : late)
  }
}
