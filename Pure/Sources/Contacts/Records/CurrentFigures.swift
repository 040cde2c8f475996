public import FlowEngine
import Routing
public import Vocabulary

/// The figures of this moment, for some queues, channels and routing profiles together.
public struct CurrentFigures: Sendable, Hashable {
  public var agents = QueueFigures()
  public var slotsActive = 0
  public var slotsAvailable = 0
}

/// Which agents and contacts are counted; nil for all.
public struct FigureFilter: Sendable, Hashable {
  public var queues: Set<String>?
  public var channels: Set<ContactChannel>?
  public var routingProfiles: Set<String>?
  public var statuses: Set<String>?
  public init() {}
}

extension ContactCentre {
  /// Each agent is counted once, however many of the queues it serves.
  public func currentFigures(_ filter: FigureFilter, at now: Moment) -> CurrentFigures {
    var figures = CurrentFigures()
    for agent in agents.values { count(agent, filter, &figures) }
    if filter.routingProfiles == nil { countContacts(filter, at: now, &figures) }
    return figures
  }

  private func count(_ agent: LiveAgent, _ filter: FigureFilter, _ figures: inout CurrentFigures) {
    guard let settings = configuration.agents[agent.id], let profile = configuration.routingProfiles[settings.routingProfileID],
      let status = configuration.statuses[agent.statusID], status.kind != .offline, agent.isPresent || !agent.slots.isEmpty,
      filter.routingProfiles?.contains(profile.id) ?? true, filter.statuses?.contains(status.id) ?? true
    else { return }
    let serves = profile.entries.contains { entry in
      (filter.queues?.contains(entry.queueID) ?? true) && (filter.channels?.contains(entry.channel) ?? true)
    }
    guard serves else { return }
    let slots = agent.slots.filter { filter.channels?.contains($0.channel) ?? true }
    let room = profile.concurrency.filter { filter.channels?.contains($0.channel) ?? true }.reduce(0) { $0 + $1.contactsMax }
    let isRoutable = status.kind == .routable && agent.nextStatusID == nil
    figures.agents.agentsOnline += 1
    figures.agents.agentsStaffed += status.kind == .routable ? 1 : 0
    figures.agents.agentsNonProductive += status.kind == .custom ? 1 : 0
    figures.agents.agentsError += slots.contains { [.error, .missed, .rejected].contains($0.state) } ? 1 : 0
    figures.agents.agentsAfterContactWork += slots.contains { $0.state == .ended } ? 1 : 0
    figures.agents.agentsOnContact += slots.contains { [.connected, .connectedOnHold].contains($0.state) } ? 1 : 0
    figures.agents.agentsAvailable += isRoutable && agent.slots.count < room ? 1 : 0
    figures.slotsActive += slots.count { $0.state != .paused }
    figures.slotsAvailable += isRoutable ? max(0, room - slots.count { $0.state != .paused }) : 0
  }

  private func countContacts(_ filter: FigureFilter, at now: Moment, _ figures: inout CurrentFigures) {
    for queueID in filter.queues ?? Set(configuration.queues.keys) {
      for channel in filter.channels.map(Array.init) ?? ContactChannel.allCases {
        let waiting = self.figures(of: queueID, channel: channel)
        figures.agents.contactsInQueue += waiting.contactsInQueue
        figures.agents.oldestContactAgeSeconds = max(figures.agents.oldestContactAgeSeconds, waiting.oldestContactAgeSeconds)
      }
    }
    figures.agents.contactsScheduled = contacts.values.count { contact in
      contact.phase == .scheduled && (filter.channels?.contains(contact.channel) ?? true)
        && (filter.queues.map { queues in contact.context.targetQueue.map { queues.contains($0.id) } ?? false } ?? true)
    }
  }
}
