import ConnectAPI
import ResourceStore
import Vocabulary

extension Kind {
  static let agentStatus: Kind = "agent-status"
}

extension ResourceKind where Document == AgentStatus {
  static var agentStatus: Self {
    ResourceKind(kind: .agentStatus, arnWord: "agent-state", noun: "agent status") { _ in [] }
  }
}

/// What the agent status operations share.
enum AgentStatuses {
  static let searchable = Searchable<AgentStatus>(fields: [
    "name": { [$0.document.name].compactMap { $0 } },
    "description": { [$0.document.description].compactMap { $0 } },
    "state": { [$0.document.state?.rawValue].compactMap { $0 } },
    "type": { [$0.document.type?.rawValue].compactMap { $0 } },
    "displayOrder": { [$0.document.displayOrder.map(String.init)].compactMap { $0 } },
    "resourceID": { [$0.id] },
  ])

  /// - Throws: LimitExceededException, DuplicateResourceException.
  static func create(
    _ status: AgentStatus, tags: [String: String]?, in instance: String, _ call: WriteCall
  ) throws -> AgentStatus {
    let id = call.context.newID()
    var status = status
    status.agentStatusId = id
    status.agentStatusARN = call.context.place.arn("agent-state", id, in: instance)
    return try call.create(.agentStatus, id: id, name: status.name, status, tags: tags, in: instance).document
  }

  /// The statuses that every instance begins with: an agent in ROUTABLE is offered contacts, one in OFFLINE is not there.
  static func makeDefaults(in instance: String, _ call: WriteCall) throws {
    let defaults = [
      AgentStatus(name: "Available", description: "Ready for contacts", type: .routable, displayOrder: 1, state: .enabled),
      AgentStatus(name: "Offline", description: "Not at work", type: .offline, displayOrder: 2, state: .enabled),
    ]
    for status in defaults { _ = try create(status, tags: nil, in: instance, call) }
  }
}
