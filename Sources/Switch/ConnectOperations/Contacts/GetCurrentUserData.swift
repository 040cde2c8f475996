import ConnectAPI
import Contacts
import Vocabulary

/// Tells what agents are doing now.
struct GetCurrentUserData: LiveOperation {
  static let rule: OperationRule<GetCurrentUserDataRequest> = OperationRule(
    action: "connect:GetCurrentUserData",
    resources: { [$1.arn("agent", "*", in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .read(["InstanceId", "Filters", "MaxResults"]),
    refuses: [RefusedMember("Filters.UserHierarchyGroups", because: "agent hierarchies are not built")])

  let live: LiveContacts

  func perform(_ input: GetCurrentUserDataRequest, _ call: LiveCall) async throws -> GetCurrentUserDataResponse {
    let filters = input.filters
    guard filters.queues != nil || filters.routingProfiles != nil || filters.agents != nil else {
      throw ConnectError(.invalidRequest, "Filters: needs Queues, RoutingProfiles or Agents.")
    }
    let users = try await live.read(input.instanceId) { centre, _ in
      centre.agents.values.sorted { $0.id < $1.id }.filter { matches($0, centre, filters) }.map { CurrentUser(agent: $0, centre) }
    }
    let page = try call.page(of: users, maxResults: input.maxResults, nextToken: input.nextToken) {
      $0.shape(states: filters.contactFilter?.contactStates)
    }
    return GetCurrentUserDataResponse(nextToken: page.nextToken, userDataList: page.items, approximateTotalCount: users.count)
  }

  private func matches(_ agent: LiveAgent, _ centre: ContactCentre, _ filters: UserDataFilters) -> Bool {
    guard let settings = centre.configuration.agents[agent.id],
      let status = centre.configuration.statuses[agent.statusID], status.kind != .offline || !agent.slots.isEmpty
    else { return false }
    if let agents = filters.agents { guard agents.map(identifier).contains(agent.id) else { return false } }
    if let profiles = filters.routingProfiles {
      guard profiles.map(identifier).contains(settings.routingProfileID) else { return false }
    }
    if let queues = filters.queues?.map(identifier) {
      let entries = centre.configuration.routingProfiles[settings.routingProfileID]?.entries ?? []
      guard entries.contains(where: { queues.contains($0.queueID) }) else { return false }
    }
    guard let states = filters.contactFilter?.contactStates else { return true }
    return agent.slots.contains { states.map(\.rawValue).contains($0.state.rawValue) }
  }
}

/// One agent's present, ready to be shown.
private struct CurrentUser: Sendable {
  let agent: LiveAgent
  let settings: AgentSettings?
  let profile: RoutingProfileSettings?
  let status: StatusSettings?
  let nextStatus: String?
  let queues: [String: QueueSettings]

  init(agent: LiveAgent, _ centre: ContactCentre) {
    self.agent = agent
    settings = centre.configuration.agents[agent.id]
    profile = settings.flatMap { centre.configuration.routingProfiles[$0.routingProfileID] }
    status = centre.configuration.statuses[agent.statusID]
    nextStatus = agent.nextStatusID.flatMap { centre.configuration.statuses[$0]?.name }
    queues = centre.configuration.queues
  }

  func shape(states: [ContactState]?) -> UserData {
    UserData(
      user: UserReference(id: agent.id, arn: settings?.arn),
      routingProfile: RoutingProfileReference(id: profile?.id, arn: profile?.arn),
      status: AgentStatusReference(statusStartTimestamp: agent.statusSince, statusArn: status?.arn, statusName: status?.name),
      availableSlotsByChannel: slots { max, active in status?.kind == .routable && agent.nextStatusID == nil ? max - active : 0 },
      maxSlotsByChannel: slots { max, _ in max }, activeSlotsByChannel: slots { _, active in active },
      contacts: agent.slots.filter { slot in states.map { $0.map(\.rawValue).contains(slot.state.rawValue) } ?? true }.map(
        contact),
      nextStatus: nextStatus)
  }

  private func slots(_ value: (_ max: Int, _ active: Int) -> Int) -> [String: Int] {
    Dictionary(
      uniqueKeysWithValues: (profile?.concurrency ?? []).map { concurrency in
        let active = agent.slots.count { $0.channel == concurrency.channel && $0.state != .paused }
        return (concurrency.channel.rawValue, max(0, value(concurrency.contactsMax, active)))
      })
  }

  private func contact(_ slot: AgentSlot) -> AgentContactReference {
    AgentContactReference(
      contactId: slot.contactID, channel: Channel(rawValue: slot.channel.rawValue),
      initiationMethod: ContactInitiationMethod(rawValue: slot.initiationMethod),
      agentContactState: ContactState(rawValue: slot.state.rawValue), stateStartTimestamp: slot.since,
      connectedToAgentTimestamp: slot.connectedAt,
      queue: slot.queueID.map { QueueReference(id: $0, arn: queues[$0]?.arn) })
  }
}
