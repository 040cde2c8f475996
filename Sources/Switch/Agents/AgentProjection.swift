import ConnectAPI
import Link
import ResourceStore
import Vocabulary

extension Kind {
  static let agent: Kind = "agent"
}

/// The switch's side of the roster: what routing knows of the keep's users, and each agent's own queue.
///
/// An agent's record refers to its routing profile and to the attributes of its proficiencies: none of them can be deleted while
/// an agent has it.
struct AgentProjection: Sendable {
  let store: any ConfigurationStore
  let place: Place
  let now: @Sendable () -> Moment

  func put(_ agent: Agent) async throws -> PutAgent.Reply {
    let now = now()
    return try await store.write { try put(agent, $0, at: now) }
  }

  func remove(_ id: String) async throws {
    try await store.write { try remove(id, $0) }
  }

  /// Puts every agent that is given and removes every other. One that needs what is gone stays as it was.
  func reconcile(_ agents: [Agent]) async throws {
    let now = now()
    try await store.write { writer in
      let known = Set(agents.map(\.id))
      for id in try stale(known, in: Set(agents.map(\.instanceID)), writer) { try remove(id, writer) }
      for agent in agents { _ = try put(agent, writer, at: now) }
    }
  }

  private func put(_ agent: Agent, _ writer: any ResourceWriter, at now: Moment) throws -> PutAgent.Reply {
    guard try writer.record(.instance, agent.instanceID) != nil else { return .missing(kind: "instance", id: agent.instanceID) }
    var references: [Reference] = []
    for needed in try needs(of: agent, writer) {
      guard let reference = needed.reference else { return .missing(kind: needed.noun, id: needed.name) }
      references.append(reference)
    }
    if var record = try writer.record(.agent, agent.id) {
      record.document = agent.document
      try writer.update(record, references: references)
    } else {
      try writer.insert(record(agent, at: now), references: references)
      try writer.insert(queue(of: agent, at: now), references: [])
    }
    return .done
  }

  /// What an agent refers to.
  private struct Need {
    let noun: String
    let name: String
    /// nil when it is not there.
    let reference: Reference?
  }

  private func needs(of agent: Agent, _ reader: any ResourceReader) throws -> [Need] {
    let profile = try reader.record(.routingProfile, agent.routingProfileID)
    let attributes = try agent.proficiencies.map { proficiency in
      Need(
        noun: "predefined attribute \(proficiency.attributeName) with the value", name: proficiency.attributeValue,
        reference: try PredefinedAttributes.reference(to: proficiency, in: agent.instanceID, reader))
    }
    return [
      Need(
        noun: "routing profile", name: agent.routingProfileID,
        reference: profile?.scope == agent.instanceID ? profile?.reference : nil)
    ] + attributes
  }

  private func remove(_ id: String, _ writer: any ResourceWriter) throws {
    guard try writer.record(.agent, id) != nil else { return }
    try writer.delete(.agent, id)
    try writer.delete(.queue, id)
  }

  private func stale(_ known: Set<String>, in instances: Set<String>, _ reader: any ResourceReader) throws -> [String] {
    var stale: [String] = []
    for instance in try reader.page(.instance, in: place.account, after: nil, limit: Instances.countMax) {
      var after: Int64?
      repeat {
        let agents = try reader.page(.agent, in: instance.id, after: after, limit: 1_000)
        stale += agents.map(\.id).filter { !known.contains($0) }
        after = agents.last?.sequence
      } while after != nil
    }
    return stale
  }

  /// Without a name: that user names are unique is the keep's to say.
  private func record(_ agent: Agent, at now: Moment) -> Record {
    Record(
      kind: .agent, id: agent.id, scope: agent.instanceID, arn: agent.projectionARN, name: nil,
      document: agent.document, sealed: nil, tags: [:], createdAt: now, modifiedAt: now)
  }

  /// An agent's own queue has the agent's id, and no name (see `Queues.type`).
  private func queue(of agent: Agent, at now: Moment) -> Record {
    let arn = place.arn("queue", "agent", in: agent.instanceID) + "/\(agent.id)"
    let queue = Queue(queueArn: arn, queueId: agent.id, status: .enabled, lastModifiedTime: now, lastModifiedRegion: place.region)
    return Record(
      kind: .queue, id: agent.id, scope: agent.instanceID, arn: arn, name: nil, document: queue.json, sealed: nil, tags: [:],
      createdAt: now, modifiedAt: now)
  }
}
