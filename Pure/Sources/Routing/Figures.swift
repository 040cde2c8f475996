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
    let state = queues[Int(queue.value)]
    let channels = channel.map { [$0] } ?? ContactChannel.allCases
    for channel in channels {
      figures.contactsInQueue += state.ages[channel.index].count
      guard let since = state.ages[channel.index].first?.key.since else { continue }
      figures.oldestSince = min(figures.oldestSince ?? Moment(microseconds: since), Moment(microseconds: since))
    }
    for profile in Set(channels.flatMap { state.profiles[$0.index] }) {
      add(profiles[Int(profile.value)].census, channel, &figures)
    }
    return figures
  }

  private func add(_ census: Census, _ channel: ContactChannel?, _ figures: inout RoutingFigures) {
    figures.agentsOnline += census.online
    figures.agentsStaffed += census.staffed
    figures.agentsAvailable += channel.map { census.available[$0.index] } ?? census.availableAtAll
    figures.agentsOnContact += census.onContact
    figures.agentsAfterContactWork += census.afterContactWork
    figures.agentsError += census.error
    figures.agentsNonProductive += census.nonProductive
  }

  /// Whether a queue has room for one more.
  public func hasRoom(_ queue: QueueNumber) -> Bool {
    guard Int(queue.value) < queues.count, let rules = queues[Int(queue.value)].rules else { return false }
    return rules.contactsMax.map { queues[Int(queue.value)].waitingCount < $0 } ?? true
  }
}
