import ConnectAPI
import ResourceStore

/// The queues of routing profiles.
enum AssociatedQueues {
  /// Pairs of queue and channel that a profile may have of each sort: Connect's quota.
  static let countMax = 50
  /// References that one request may remove: see DisassociateRoutingProfileQueues in the API reference.
  static let removedMax = 10

  /// The configs with ids for ARNs.
  /// - Throws: ResourceNotFoundException, InvalidRequestException (of an agent's own queue), InvalidParameterException.
  static func checked(
    _ configs: [RoutingProfileQueueConfig]?, in instance: String, _ call: WriteCall
  ) throws -> [RoutingProfileQueueConfig] {
    let member = "QueueConfigs"
    let references = try (configs ?? []).map { try checked($0.queueReference, member, in: instance, call) }
    try refuseTwice(references, member)
    return zip(configs ?? [], references).map { config, reference in
      RoutingProfileQueueConfig(queueReference: reference, priority: config.priority, delay: config.delay)
    }
  }

  /// - Throws: as for the others, and for VOICE, which cannot be assigned by hand.
  static func checked(
    manual configs: [RoutingProfileManualAssignmentQueueConfig]?, in instance: String, _ call: WriteCall
  ) throws -> [RoutingProfileManualAssignmentQueueConfig] {
    let member = "ManualAssignmentQueueConfigs"
    let references = try (configs ?? []).map { try checked($0.queueReference, member, in: instance, call) }
    try refuseTwice(references, member)
    guard !references.contains(where: { $0.channel == .voice }) else {
      throw ConnectError(.invalidParameter, "\(member): Channel cannot be VOICE.")
    }
    return references.map(RoutingProfileManualAssignmentQueueConfig.init(queueReference:))
  }

  static func checked(
    _ reference: RoutingProfileQueueReference, _ member: String, in instance: String, _ call: WriteCall
  ) throws -> RoutingProfileQueueReference {
    RoutingProfileQueueReference(
      queueId: try standard(reference.queueId, member, in: instance, call), channel: reference.channel)
  }

  /// The id of a queue that is not an agent's own: such a one comes and goes with its user.
  static func standard(_ id: String, _ member: String, in instance: String, _ call: WriteCall) throws -> String {
    let queue = try call.find(.queue, id, in: instance)
    guard Queues.type(of: queue.record) == .standard else {
      throw ConnectError(.invalidRequest, "\(member): \(queue.id) is an agent's own queue, which no routing profile can have.")
    }
    return queue.id
  }

  /// - Throws: InvalidRequestException when a profile has too many.
  static func checkCount(_ stored: StoredRoutingProfile) throws {
    guard max(stored.queues.count, stored.manualQueues.count) <= countMax else {
      throw ConnectError(.invalidRequest, "A routing profile may have \(countMax) pairs of queue and channel at most.")
    }
  }

  /// The name and ARN of an associated queue, which exists as long as the profile refers to it.
  static func queue(_ id: String, _ call: ReadCall) throws -> Record {
    guard let record = try call.reader.record(.queue, id) else { throw ConnectError.notFound("queue", id) }
    return record
  }

  private static func refuseTwice(_ references: [RoutingProfileQueueReference], _ member: String) throws {
    guard Set(references).count == references.count else {
      throw ConnectError(.invalidParameter, "\(member): names a queue twice for the same channel.")
    }
  }
}
