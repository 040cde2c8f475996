import Contacts
import FlowEngine
import FlowLanguage
import Vocabulary

/// The contact centre that a run plays in: queues, profiles, agents, flows, of sizes that the seed decides.
struct Scene {
  let instance = InstanceIdentity(
    id: "sim", arn: "arn:aws:connect:us-east-1:111122223333:instance/sim", accountID: "111122223333", region: "us-east-1")
  private(set) var queues: [QueueSettings] = []
  private(set) var profiles: [RoutingProfileSettings] = []
  private(set) var agents: [AgentSettings] = []
  private let isOverbooked: Bool

  static let available = "available"
  static let offline = "offline"
  static let lunch = "lunch"

  init(chance: inout Chance, fault: Fault?) {
    isOverbooked = fault == .capacity
    for number in 0..<chance.whole(2...8) {
      queues.append(
        QueueSettings(
          id: "q\(number)", arn: "\(instance.arn)/queue/q\(number)", name: "Queue \(number)", hoursID: nil,
          contactsMax: chance.happens(0.3) ? chance.whole(5...50) : nil, isEnabled: true, outboundCallerNumber: nil))
    }
    for number in 0..<chance.whole(1...5) { profiles.append(profile(number, &chance)) }
    for number in 0..<chance.whole(3...40) { agents.append(agent(number, &chance)) }
  }

  private func profile(_ number: Int, _ chance: inout Chance) -> RoutingProfileSettings {
    var entries: [RoutingProfileSettings.Entry] = []
    for queue in queues where number == 0 || chance.happens(0.6) {
      for channel in [ContactChannel.voice, .chat, .task] {
        entries.append(
          RoutingProfileSettings.Entry(
            queueID: queue.id, channel: channel, priority: chance.whole(1...3), delaySeconds: chance.happens(0.1) ? 20 : 0))
      }
    }
    let concurrency = [(ContactChannel.voice, 1), (.chat, chance.whole(1...4)), (.task, chance.whole(1...4))].map {
      RoutingProfileSettings.Concurrency(channel: $0.0, contactsMax: $0.1, takesOtherChannels: chance.happens(0.3))
    }
    return RoutingProfileSettings(
      id: "p\(number)", arn: "\(instance.arn)/routing-profile/p\(number)", name: "Profile \(number)", entries: entries,
      concurrency: concurrency, outboundQueueID: queues.first?.id, countsOutbound: true)
  }

  private func agent(_ number: Int, _ chance: inout Chance) -> AgentSettings {
    let settings = AgentSettings.ChannelSettings(
      acceptsAutomatically: chance.happens(0.1), afterContactWorkSecondsMax: chance.happens(0.3) ? chance.whole(5...60) : 0)
    return AgentSettings(
      id: "a\(number)", arn: "\(instance.arn)/agent/a\(number)", username: "agent\(number)", firstName: "A",
      lastName: "\(number)",
      routingProfileID: chance.one(of: profiles)?.id ?? "p0", channels: [.voice: settings, .chat: settings, .task: settings],
      proficiencies: chance.happens(0.5)
        ? [AgentSettings.Proficiency(name: "language", value: "French", level: Double(chance.whole(1...5)))] : [])
  }

  func profile(of agentID: String) -> RoutingProfileSettings? {
    agents.first { $0.id == agentID }.flatMap { agent in profiles.first { $0.id == agent.routingProfileID } }
  }

  /// The whole configuration, as the core takes it.
  func changes() -> [ConfigurationChange] {
    let statuses: [(String, StatusSettings.Kind)] = [
      (Self.available, .routable), (Self.offline, .offline), (Self.lunch, .custom),
    ]
    return statuses.map { id, kind in
      .status(id: id, StatusSettings(id: id, arn: "\(instance.arn)/agent-state/\(id)", name: id, kind: kind))
    }
      + queues.map { .queue(id: $0.id, $0) } + profiles.map { .routingProfile(id: $0.id, overbooked($0)) }
      + agents.map { .agent(id: $0.id, $0) } + queues.map { .flow(id: "f-\($0.id)", flow(to: $0.id)) }
      + [.flow(id: "hold", holding), .flow(id: "wait", waiting)] + quickConnects.map { .quickConnect(id: $0.id, $0) }
  }

  /// One for each queue and flow, a number outside, and one that leads nowhere.
  var quickConnects: [QuickConnectSettings] {
    let queues = queues.flatMap { queue in
      [
        (queue.id, QuickConnectSettings.Destination.queue(queueID: queue.id, flowID: "f-\(queue.id)")),
        ("flow \(queue.id)", .flow(flowID: "f-\(queue.id)")),
      ]
    }
    return (queues + [("outside", .number("+441632960022")), ("nowhere", .flow(flowID: "gone"))]).map { name, destination in
      QuickConnectSettings(
        id: "to \(name)", arn: "\(instance.arn)/transfer-destination/\(name)", name: name, destination: destination)
    }
  }

  private func overbooked(_ profile: RoutingProfileSettings) -> RoutingProfileSettings {
    guard isOverbooked else { return profile }
    var profile = profile
    profile.concurrency = profile.concurrency.map { concurrency in
      RoutingProfileSettings.Concurrency(
        channel: concurrency.channel, contactsMax: concurrency.contactsMax + 1,
        takesOtherChannels: concurrency.takesOtherChannels)
    }
    return profile
  }

  private func flow(to queueID: String) -> FlowSettings? {
    settings(
      "f-\(queueID)", .contactFlow,
      [
        action("greet", "MessageParticipant", ["Text": "Welcome"], next: "queue", errors: ["NoMatchingError"]),
        action("queue", "UpdateContactTargetQueue", ["QueueId": .string(queueID)], next: "transfer", errors: ["NoMatchingError"]),
        action("transfer", "TransferContactToQueue", [:], next: "end", errors: ["QueueAtCapacity", "NoMatchingError"]),
        ["Identifier": "end", "Type": "DisconnectParticipant", "Parameters": [:], "Transitions": [:]],
      ])
  }

  private var waiting: FlowSettings? { music("wait", .customerQueue) }
  private var holding: FlowSettings? { music("hold", .customerHold) }

  private func music(_ id: String, _ type: FlowType) -> FlowSettings? {
    settings(
      id, type,
      [
        action(
          "play", "MessageParticipantIteratively", ["Messages": [["Text": "Please wait"]]], next: "end",
          errors: ["NoMatchingError"]),
        ["Identifier": "end", "Type": "EndFlowExecution", "Parameters": [:], "Transitions": [:]],
      ])
  }

  /// Every error leads to `end`.
  private func action(_ id: String, _ type: String, _ parameters: JSON, next: String?, errors: [String]) -> JSON {
    var transitions = JSON.Object()
    transitions["NextAction"] = next.map(JSON.string)
    transitions["Errors"] = .array(errors.map { ["ErrorType": .string($0), "NextAction": "end"] })
    transitions["Conditions"] = []
    return [
      "Identifier": .string(id), "Type": .string(type), "Parameters": parameters, "Transitions": JSON(.object(transitions)),
    ]
  }

  private func settings(_ id: String, _ type: FlowType, _ actions: [JSON]) -> FlowSettings? {
    let text = JSON.object([
      ("Version", "2019-10-30"), ("StartAction", actions.first?["Identifier"] ?? ""), ("Metadata", [:]),
      ("Actions", .array(actions)),
    ]).text
    guard case .success(let flow) = FlowReader.read(text, as: type) else { return nil }
    let runnable = RunnableFlow(id: id, arn: "\(instance.arn)/contact-flow/\(id)", name: id, digest: id, flow: flow)
    return FlowSettings(runnable: runnable, type: type, isDefault: true)
  }
}
