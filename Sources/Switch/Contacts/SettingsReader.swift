import ConnectAPI
import Contacts
import Foundation
import FlowEngine
import FlowLanguage
import HoursOfOperation
import Link
import ResourceStore
import Vocabulary

/// Reads configuration records as the core wants them.
struct SettingsReader: Sendable {
  let place: Place

  struct Made: Sendable {
    let identity: InstanceIdentity
    let changes: [ConfigurationChange]
  }

  /// In the order in which one may refer to the other.
  private static let kinds: [Kind] = [
    .hoursOfOperation, .prompt, .view, .queue, .routingProfile, .agentStatus, .agent, .contactFlowModule, .contactFlow,
    .quickConnect,
  ]

  /// What is stored as parts of each of those: the owner's kind.
  private static let partKinds: [Kind: Kind] = [
    .contactFlowVersion: .contactFlow, .contactFlowModuleVersion: .contactFlowModule, .contactFlowModuleAlias: .contactFlowModule,
    .earlierFlowContent: .contactFlow, .earlierModuleContent: .contactFlowModule,
  ]

  func everything(_ reader: any ResourceReader) throws -> [Made] {
    try reader.page(.instance, in: place.account, after: nil, limit: Instances.countMax).compactMap {
      try instance($0.id, reader)
    }
  }

  /// nil for an instance that is gone.
  func instance(_ id: String, _ reader: any ResourceReader) throws -> Made? {
    guard let record = try reader.record(.instance, id) else { return nil }
    let identity = InstanceIdentity(id: id, arn: record.arn, accountID: place.account, region: place.region)
    var changes: [ConfigurationChange] = []
    for kind in Self.kinds {
      try all(kind, in: id, reader) { record in
        changes += try self.changes(kind, record.id, record, reader)
        for (part, owner) in Self.partKinds where owner == kind {
          try all(part, in: record.id, reader) { changes += try self.changes(part, $0.id, $0, reader) }
        }
      }
    }
    return Made(identity: identity, changes: changes)
  }

  /// What those records mean now, by instance. One that is gone is told to every instance: ids are unique.
  func changes(_ references: [Reference], _ reader: any ResourceReader) throws -> [(String, [ConfigurationChange])] {
    var byInstance: [String: [ConfigurationChange]] = [:]
    var gone: [ConfigurationChange] = []
    for reference in references where Self.kinds.contains(reference.kind) || Self.partKinds[reference.kind] != nil {
      let record = try reader.record(reference.kind, reference.id)
      let some = try changes(reference.kind, reference.id, record, reader)
      let instanceID = try record.flatMap { try self.instanceID(of: $0, reader) }
      if let instanceID { byInstance[instanceID, default: []] += some } else { gone += some }
    }
    if !gone.isEmpty {
      for instance in try reader.page(.instance, in: place.account, after: nil, limit: Instances.countMax) {
        byInstance[instance.id, default: []] += gone
      }
    }
    return byInstance.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  private func instanceID(of record: Record, _ reader: any ResourceReader) throws -> String? {
    guard let owner = Self.partKinds[record.kind] else { return record.scope }
    return try reader.record(owner, record.scope)?.scope
  }

  private func all(_ kind: Kind, in scope: String, _ reader: any ResourceReader, _ body: (Record) throws -> Void) throws {
    var after: Int64?
    repeat {
      let page = try reader.page(kind, in: scope, after: after, limit: 1_000)
      for record in page { try body(record) }
      after = page.last?.sequence
    } while after != nil
  }

  private func changes(_ kind: Kind, _ id: String, _ record: Record?, _ reader: any ResourceReader) throws
    -> [ConfigurationChange]
  {
    let call = StoredResources(reader: reader)
    switch kind {
    case .hoursOfOperation: return [.hours(id: id, try record.map { try hours($0, call) })]
    case .prompt: return [.prompt(id: id, isThere: record != nil)]
    case .view: return [.view(id: id, isThere: record != nil)]
    case .queue: return try queue(id, record, call).map { [$0] } ?? []
    case .routingProfile: return [.routingProfile(id: id, try record.map { try profile($0, call) })]
    case .agentStatus: return [.status(id: id, try record.flatMap { try status($0, call) })]
    case .agent: return [.agent(id: id, record.map(agent))]
    case .contactFlow: return [.flow(id: id, try record.flatMap { try flow($0, call) })]
    case .contactFlowModule: return [.module(id: id, try record.flatMap { try module($0, call) })]
    case .contactFlowVersion: return [.flow(id: id, try record.flatMap { try flowVersion($0, call) })]
    case .contactFlowModuleVersion: return [.module(id: id, try record.flatMap { try moduleVersion($0, call) })]
    case .earlierFlowContent: return try record.flatMap { try earlierFlow($0, call) }.map { [.earlierContent($0)] } ?? []
    case .earlierModuleContent: return try record.flatMap { try earlierModule($0, call) }.map { [.earlierContent($0)] } ?? []
    case .contactFlowModuleAlias: return [.moduleAlias(id: id, try record.flatMap { try moduleAlias($0, call) })]
    case .quickConnect: return [.quickConnect(id: id, try record.flatMap { try quickConnect($0, call) })]
    default: return []
    }
  }
}

extension SettingsReader {
  private func hours(_ record: Record, _ call: StoredResources) throws -> HoursSettings {
    let stored = try call.resource(.hoursOfOperation, record).document
    let calendar = try HoursOfOperations.calendar(of: stored, call)
    let zone = stored.hours.timeZone.flatMap(TimeZone.init(identifier:)) ?? .gmt
    return HoursSettings(id: record.id, arn: record.arn) { moment in
      ZonedHours(calendar) { zone.secondsFromGMT(for: Date(timeIntervalSince1970: $0.seconds)) }.isOpen(at: moment)
    }
  }

  /// An agent's own queue is the agent's matter.
  private func queue(_ id: String, _ record: Record?, _ call: StoredResources) throws -> ConfigurationChange? {
    guard let record else { return .queue(id: id, nil) }
    let queue = try call.resource(.queue, record).document
    guard let name = queue.name else { return nil }
    let number = try queue.outboundCallerConfig?.outboundCallerIdNumberId.flatMap {
      try call.reader.record(.phoneNumber, identifier($0))?.name
    }
    return .queue(
      id: id,
      QueueSettings(
        id: id, arn: record.arn, name: name, hoursID: queue.hoursOfOperationId.map(identifier), contactsMax: queue.maxContacts,
        isEnabled: queue.status != .disabled, outboundCallerNumber: number))
  }

  private func profile(_ record: Record, _ call: StoredResources) throws -> RoutingProfileSettings {
    let stored = try call.resource(.routingProfile, record).document
    return RoutingProfileSettings(
      id: record.id, arn: record.arn, name: record.name ?? "", entries: stored.queues.compactMap(entry),
      concurrency: (stored.profile.mediaConcurrencies ?? []).compactMap(concurrency),
      outboundQueueID: stored.profile.defaultOutboundQueueId.map(identifier),
      countsOutbound: stored.profile.agentAvailabilityTimer != .timeSinceLastInbound)
  }

  private func entry(_ config: RoutingProfileQueueConfig) -> RoutingProfileSettings.Entry? {
    let reference = config.queueReference
    guard let channel = ContactChannel(rawValue: reference.channel.rawValue) else { return nil }
    return RoutingProfileSettings.Entry(
      queueID: identifier(reference.queueId), channel: channel, priority: config.priority, delaySeconds: config.delay)
  }

  private func concurrency(_ media: MediaConcurrency) -> RoutingProfileSettings.Concurrency? {
    guard let channel = ContactChannel(rawValue: media.channel.rawValue) else { return nil }
    return RoutingProfileSettings.Concurrency(
      channel: channel, contactsMax: media.concurrency,
      takesOtherChannels: media.crossChannelBehavior?.behaviorType == .routeAnyChannel)
  }

  private func status(_ record: Record, _ call: StoredResources) throws -> StatusSettings? {
    let status = try call.resource(.agentStatus, record).document
    guard let type = status.type, let kind = StatusSettings.Kind(rawValue: type.rawValue) else { return nil }
    return StatusSettings(id: record.id, arn: record.arn, name: status.name ?? "", kind: kind)
  }

  private func agent(_ record: Record) -> AgentSettings {
    let agent = Agent(record)
    return AgentSettings(
      id: agent.id, arn: agent.arn, username: agent.username, firstName: agent.username, lastName: "",
      routingProfileID: agent.routingProfileID,
      channels: Dictionary(
        agent.channels.compactMap { settings in
          ContactChannel(rawValue: settings.channel).map {
            (
              $0,
              AgentSettings.ChannelSettings(
                acceptsAutomatically: settings.isAutoAccepting,
                afterContactWorkSecondsMax: settings.afterContactWorkSecondsMax)
            )
          }
        }, uniquingKeysWith: { $1 }),
      proficiencies: agent.proficiencies.map {
        AgentSettings.Proficiency(name: $0.attributeName, value: $0.attributeValue, level: Double($0.level))
      })
  }

  private func quickConnect(_ record: Record, _ call: StoredResources) throws -> QuickConnectSettings? {
    guard let config = try call.resource(.quickConnect, record).document.quickConnectConfig else { return nil }
    let destination: QuickConnectSettings.Destination? =
      switch config.quickConnectType {
      case .user: config.userID.flatMap { id in config.contactFlowID.map { .agent(agentID: id, flowID: $0) } }
      case .queue: config.queueID.flatMap { id in config.contactFlowID.map { .queue(queueID: id, flowID: $0) } }
      case .phoneNumber: config.phoneConfig.map { .number($0.phoneNumber) }
      case .flow: config.contactFlowID.map { .flow(flowID: $0) }
      }
    return destination.map { QuickConnectSettings(id: record.id, arn: record.arn, name: record.name ?? "", destination: $0) }
  }

  /// nil for one that was never published, or whose content no longer passes.
  private func flow(_ record: Record, _ call: StoredResources) throws -> FlowSettings? {
    let stored = try call.resource(.contactFlow, record).document
    guard let content = stored.published, stored.flow.state != .archived, let type = stored.flow.type else { return nil }
    return RunnableFlows.flow(content, type: type.rawValue, id: record.id, arn: record.arn, name: record.name ?? "").map {
      runnable in
      FlowSettings(
        runnable: runnable, type: runnable.flow.type,
        isDefault: DefaultFlow.all.contains { $0.name == record.name && $0.type == type })
    }
  }

  private func module(_ record: Record, _ call: StoredResources) throws -> RunnableFlow? {
    let module = try call.resource(.contactFlowModule, record).document.module
    guard let content = module.content, module.state != .archived else { return nil }
    return RunnableFlows.flow(content, type: "MODULE", id: record.id, arn: record.arn, name: record.name ?? "")
  }

  private func flowVersion(_ record: Record, _ call: StoredResources) throws -> FlowSettings? {
    try flow(call.resource(.contactFlowVersion, record).document, of: record, call).map {
      FlowSettings(runnable: $0, type: $0.flow.type, isDefault: false)
    }
  }

  private func earlierFlow(_ record: Record, _ call: StoredResources) throws -> RunnableFlow? {
    try flow(call.resource(.earlierFlowContent, record).document, of: record, call)
  }

  private func moduleVersion(_ record: Record, _ call: StoredResources) throws -> RunnableFlow? {
    try module(call.resource(.contactFlowModuleVersion, record).document, of: record, call)
  }

  private func earlierModule(_ record: Record, _ call: StoredResources) throws -> RunnableFlow? {
    try module(call.resource(.earlierModuleContent, record).document, of: record, call)
  }

  /// A part of a flow that has a content of its own.
  private func flow(_ version: FlowVersion, of part: Record, _ call: StoredResources) throws -> RunnableFlow? {
    guard let owner = try call.reader.record(.contactFlow, part.scope),
      let type = try call.resource(.contactFlow, owner).document.flow.type
    else { return nil }
    return RunnableFlows.flow(version.content, type: type.rawValue, id: owner.id, arn: owner.arn, name: owner.name ?? "")
  }

  private func module(_ version: FlowVersion, of part: Record, _ call: StoredResources) throws -> RunnableFlow? {
    guard let owner = try call.reader.record(.contactFlowModule, part.scope) else { return nil }
    return RunnableFlows.flow(version.content, type: "MODULE", id: owner.id, arn: owner.arn, name: owner.name ?? "")
  }

  private func moduleAlias(_ record: Record, _ call: StoredResources) throws -> ModuleAliasSettings? {
    let alias = try call.resource(.contactFlowModuleAlias, record).document
    guard let version = alias.version else { return nil }
    let id = String(record.id.dropFirst(record.scope.count + 1))
    return ModuleAliasSettings(id: id, name: record.name ?? "", moduleID: record.scope, version: version)
  }
}
