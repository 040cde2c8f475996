public import FlowEngine
import Routing
public import Vocabulary

/// One piece of configuration, new or changed; nil where it is gone. The id of a version of a flow or module is `ID:VERSION`.
public enum ConfigurationChange: Sendable {
  case queue(id: String, QueueSettings?)
  case routingProfile(id: String, RoutingProfileSettings?)
  case agent(id: String, AgentSettings?)
  case status(id: String, StatusSettings?)
  case flow(id: String, FlowSettings?)
  case module(id: String, RunnableFlow?)
  case moduleAlias(id: String, ModuleAliasSettings?)
  case hours(id: String, HoursSettings?)
  /// What a flow or module published before, for contacts that began with it.
  case earlierContent(RunnableFlow)
  case prompt(id: String, isThere: Bool)
  case view(id: String, isThere: Bool)
  case quickConnect(id: String, QuickConnectSettings?)
}

extension ContactCentre {
  /// Takes configuration over. What contacts already run or wait in is dealt with, and nothing is lost.
  public mutating func configure(_ changes: [ConfigurationChange], at now: Moment) {
    enter(now)
    for change in changes { apply(change) }
    toldAgents = [:]
    settle()
  }

  /// A content that open contacts still run, though another has been published.
  private mutating func keep(_ content: RunnableFlow) {
    configuration.earlierContents["\(content.id)/\(content.digest)"] = content
  }

  private mutating func apply(_ change: ConfigurationChange) {
    switch change {
    case .queue(let id, let settings): configureQueue(id, settings)
    case .routingProfile(let id, let settings): configureProfile(id, settings)
    case .agent(let id, let settings): configureAgent(id, settings)
    case .status(let id, let settings):
      configuration.statuses[id] = settings
      for agentID in agents.keys.sorted() where agents[agentID]?.statusID == id { noteActivity(agentID) }
    case .flow(let id, let settings):
      keepEarlier(configuration.flows[id]?.runnable, now: settings?.runnable.digest)
      keepVersion(id, settings?.runnable)
      configuration.setFlow(id, settings)
    case .module(let id, let module):
      keepEarlier(configuration.modules[id], now: module?.digest)
      keepVersion(id, module)
      configuration.modules[id] = module
    case .earlierContent(let content): keep(content)
    case .moduleAlias(let id, let settings): configuration.setModuleAlias(id, settings)
    case .hours(let id, let settings): configuration.hours[id] = settings
    case .prompt(let id, true): configuration.prompts.insert(id)
    case .prompt(let id, false): configuration.prompts.remove(id)
    case .view(let id, true): configuration.views.insert(id)
    case .view(let id, false): configuration.views.remove(id)
    case .quickConnect(let id, let settings): configuration.quickConnects[id] = settings
    }
  }

  /// What runs is found by its flow's id and its digest, whatever name it was begun by.
  private mutating func keepVersion(_ id: String, _ content: RunnableFlow?) {
    if let content, content.id != id { keep(content) }
  }

  private mutating func keepEarlier(_ earlier: RunnableFlow?, now digest: String?) {
    if let earlier, earlier.digest != digest { keep(earlier) }
  }

  private mutating func configureQueue(_ id: String, _ settings: QueueSettings?) {
    configuration.queues[id] = settings
    let number = QueueNumber(numbers.queues.number(of: id))
    let rules = settings.map { QueueRules(contactsMax: $0.contactsMax, isEnabled: $0.isEnabled) }
    agenda.append(.routing(rules.map { .queueConfigured(number, $0) } ?? .queueRemoved(number)))
  }

  private mutating func configureProfile(_ id: String, _ settings: RoutingProfileSettings?) {
    configuration.routingProfiles[id] = settings
    let number = ProfileNumber(numbers.profiles.number(of: id))
    let rules = settings.map { profileRules($0) }
    agenda.append(.routing(rules.map { .profileConfigured(number, $0) } ?? .profileRemoved(number)))
  }

  private mutating func profileRules(_ settings: RoutingProfileSettings) -> ProfileRules {
    ProfileRules(
      entries: settings.entries.map { entry in
        ProfileRules.Entry(
          queue: QueueNumber(numbers.queues.number(of: entry.queueID)), channel: entry.channel, priority: entry.priority,
          delaySeconds: entry.delaySeconds)
      },
      concurrency: settings.concurrency.map {
        ProfileRules.Concurrency(channel: $0.channel, contactsMax: $0.contactsMax, takesOtherChannels: $0.takesOtherChannels)
      })
  }

  private mutating func configureAgent(_ id: String, _ settings: AgentSettings?) {
    configuration.agents[id] = settings
    let number = AgentNumber(numbers.agents.number(of: id))
    guard let settings else {
      deskLost(id, at: now)
      endMonitoring(by: id)
      agenda.append(.routing(.agentRemoved(number)))
      agents[id] = nil
      toldAgents[id] = nil
      changes.agents.insert(id)
      return
    }
    agenda.append(
      .routing(
        .queueConfigured(
          QueueNumber(numbers.queues.number(of: Self.agentQueueID(id))), QueueRules(contactsMax: nil, isEnabled: true))))
    agenda.append(.routing(.agentConfigured(number, agentRules(settings))))
    if agents[id] == nil { addAgent(id) } else { noteActivity(id) }
  }

  private mutating func agentRules(_ settings: AgentSettings) -> AgentRules {
    AgentRules(
      profile: ProfileNumber(numbers.profiles.number(of: settings.routingProfileID)),
      agentQueue: QueueNumber(numbers.queues.number(of: Self.agentQueueID(settings.id))),
      proficiencies: settings.proficiencies.map { proficiency in
        AgentRules.Proficiency(
          name: numbers.attributeNames.number(of: proficiency.name), value: numbers.attributeValues.number(of: proficiency.value),
          level: proficiency.level)
      })
  }
}
