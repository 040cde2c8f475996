import Contacts
import FlowEngine
import FlowLanguage
import Vocabulary

/// A contact centre with one queue and agents, in a time that the test tells.
struct Centre {
  static let instance = InstanceIdentity(
    id: "i", arn: "arn:aws:connect:us-east-1:111122223333:instance/i", accountID: "111122223333", region: "us-east-1")

  var core = ContactCentre(instance: instance, entropy: SeededEntropy(seed: 1))
  var now = Moment(microseconds: 1_700_000_000_000_000)
  /// Content types of what was appended and not taken yet.
  private var items: [TranscriptItem] = []
  private var records: [String: JSON] = [:]

  init(agents: Int = 1) {
    core.configure(Self.configuration(agents), at: now)
    for number in 0..<agents {
      try? core.deskConnected("a\(number)", at: now)
      try? core.setStatus("available", of: "a\(number)", at: now)
    }
    take()
  }

  /// What has been decided since.
  mutating func take() {
    for effect in core.takeOutput().effects {
      switch effect {
      case .append(let item): items.append(item)
      case .deposit(let contactID, let record): records[contactID] = record
      default: break
      }
    }
  }

  /// Events of the transcript since the last time, such as `participant.idle`, each with its role.
  mutating func events() -> [String] {
    take()
    defer { items = [] }
    return items.filter { $0.kind == .event }.map { item in
      "\(item.role?.rawValue ?? "") \(item.contentType.split(separator: ".").suffix(2).joined(separator: "."))"
    }
  }

  mutating func record(of contactID: String) -> JSON? {
    take()
    return records[contactID]
  }

  /// Time passes, with everything that is due in it.
  mutating func wait(minutes: Int) {
    let end = now.adding(seconds: Int64(minutes * 60))
    while let due = core.nextDeadline, due <= end {
      now = max(now, due)
      core.timePassed(at: now)
      take()
    }
    now = end
    core.timePassed(at: now)
    take()
  }

  /// A chat that an agent has accepted.
  mutating func chat(_ prepare: (inout Centre, String) throws -> Void = { _, _ in }) throws -> (contact: String, customer: String)
  {
    let made = try core.startChat(
      ContactCentre.Beginning(flowReference: "f"), displayName: "Customer", contentTypes: [], initialMessage: nil,
      secondsMax: nil, rehydrating: nil, at: now)
    try prepare(&self, made.contactID)
    try accept(made.contactID, by: "a0")
    return (made.contactID, made.participantID)
  }

  mutating func accept(_ contactID: String, by agentID: String) throws {
    try core.acceptContact(contactID, by: agentID, at: now)
    take()
    items = []
  }

  mutating func say(_ participantID: String, in conversation: String) throws {
    _ = try core.sendMessage(
      ContactCentre.Sending(contentType: "text/plain", content: "Hello", clientToken: nil), from: participantID, in: conversation,
      at: now)
  }
}

extension Centre {
  private static func configuration(_ agents: Int) -> [ConfigurationChange] {
    let queue = QueueSettings(
      id: "q", arn: "\(instance.arn)/queue/q", name: "Queue", hoursID: nil, contactsMax: nil, isEnabled: true,
      outboundCallerNumber: nil)
    let profile = RoutingProfileSettings(
      id: "p", arn: "\(instance.arn)/routing-profile/p", name: "Profile",
      entries: [RoutingProfileSettings.Entry(queueID: "q", channel: .chat, priority: 1, delaySeconds: 0)],
      concurrency: [RoutingProfileSettings.Concurrency(channel: .chat, contactsMax: 2, takesOtherChannels: false)],
      outboundQueueID: "q", countsOutbound: true)
    let statuses: [(String, StatusSettings.Kind)] = [("available", .routable), ("offline", .offline)]
    return statuses.map { id, kind in
      .status(id: id, StatusSettings(id: id, arn: "\(instance.arn)/agent-state/\(id)", name: id, kind: kind))
    } + [.queue(id: "q", queue), .routingProfile(id: "p", profile), .flow(id: "f", flow)]
      + (0..<agents).map { .agent(id: "a\($0)", agent($0)) }
  }

  static func agentChange(_ number: Int) -> ConfigurationChange { .agent(id: "a\(number)", agent(number)) }

  private static func agent(_ number: Int) -> AgentSettings {
    AgentSettings(
      id: "a\(number)", arn: "\(instance.arn)/agent/a\(number)", username: "agent\(number)", firstName: "A",
      lastName: "\(number)",
      routingProfileID: "p",
      channels: [.chat: AgentSettings.ChannelSettings(acceptsAutomatically: false, afterContactWorkSecondsMax: 0)],
      proficiencies: [])
  }

  private static var flow: FlowSettings? {
    let errors: JSON = [
      ["ErrorType": "QueueAtCapacity", "NextAction": "end"], ["ErrorType": "NoMatchingError", "NextAction": "end"],
    ]
    let text: JSON = [
      "Version": "2019-10-30", "StartAction": "queue", "Metadata": [:],
      "Actions": [
        [
          "Identifier": "queue", "Type": "UpdateContactTargetQueue", "Parameters": ["QueueId": "q"],
          "Transitions": [
            "NextAction": "transfer", "Errors": [["ErrorType": "NoMatchingError", "NextAction": "end"]], "Conditions": [],
          ],
        ],
        [
          "Identifier": "transfer", "Type": "TransferContactToQueue", "Parameters": [:],
          "Transitions": ["NextAction": "end", "Errors": errors, "Conditions": []],
        ],
        ["Identifier": "end", "Type": "DisconnectParticipant", "Parameters": [:], "Transitions": [:]],
      ],
    ]
    guard case .success(let flow) = FlowReader.read(text.text, as: .contactFlow) else { return nil }
    let runnable = RunnableFlow(id: "f", arn: "\(instance.arn)/contact-flow/f", name: "f", digest: "f", flow: flow)
    return FlowSettings(runnable: runnable, type: .contactFlow, isDefault: false)
  }
}
