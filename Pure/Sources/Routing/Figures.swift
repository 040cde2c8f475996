public import Vocabulary

/// How a queue stands.
public struct RoutingFigures: Sendable, Hashable {
  public var contactsInQueue = 0
  public var oldestSince: Moment?
  public var agentsOnline = 0
  public var agentsStaffed = 0
  public var agentsAvailable = 0
  public var agentsOnContact = 0
  public var agentsAfterContactWork = 0
  public var agentsError = 0
  public var agentsNonProductive = 0
}

extension RoutingState {
  /// - Parameter channel: nil for all of them.
  public func figures(of queue: QueueNumber, channel: ContactChannel?) -> RoutingFigures {
    var figures = RoutingFigures()
    guard Int(queue.value) < queues.count else { return figures }
    let first = Int(queue.value) * ContactChannel.tally
    let served = channel.map { [$0] } ?? ContactChannel.allCases
    for channel in served {
      let desk = first + channel.index
      figures.contactsInQueue += desks[desk].ages.count
      guard let since = oldestSince(desk) else { continue }
      figures.oldestSince = min(figures.oldestSince ?? since, since)
    }
    for profile in Set(served.flatMap { desks[first + $0.index].serving.map(\.profile) }) {
      add(censuses[Int(profile)], channel, &figures)
    }
    return figures
  }

  private func add(_ census: Census, _ channel: ContactChannel?, _ figures: inout RoutingFigures) {
    figures.agentsOnline += census.count(.online)
    figures.agentsStaffed += census.count(.staffed)
    figures.agentsAvailable += census.count(channel.map { .available(1 << $0.index) } ?? .availableAtAll)
    figures.agentsOnContact += census.count(.onContact)
    figures.agentsAfterContactWork += census.count(.afterContactWork)
    figures.agentsError += census.count(.error)
    figures.agentsNonProductive += census.count(.nonProductive)
  }

  /// Whether a queue has room for one more.
  public func hasRoom(_ queue: QueueNumber) -> Bool {
    guard Int(queue.value) < queues.count, let rules = queues[Int(queue.value)].rules else { return false }
    return rules.contactsMax.map { waitingCount(queue) < $0 } ?? true
  }
}
