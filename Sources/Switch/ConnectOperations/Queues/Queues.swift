import ConnectAPI
import ResourceStore
import Vocabulary

extension Kind {
  static let queue: Kind = "queue"
}

extension ResourceKind where Document == StoredQueue {
  /// A queue of contacts.
  static var queue: Self {
    ResourceKind(kind: .queue, arnWord: "queue", noun: "queue") { queue in
      var references = queue.quickConnectIDs.map { Reference(kind: .quickConnect, id: $0) }
      if let hours = queue.hoursOfOperationId { references.append(Reference(kind: .hoursOfOperation, id: identifier(hours))) }
      if let flow = queue.outboundCallerConfig?.outboundFlowId {
        references.append(Reference(kind: .contactFlow, id: identifier(flow)))
      }
      if let number = queue.outboundCallerConfig?.outboundCallerIdNumberId {
        references.append(Reference(kind: .phoneNumber, id: identifier(number)))
      }
      return references
    }
  }
}

/// What the queue operations share.
enum Queues {
  static let refusedAtCreation = [
    RefusedMember("OutboundEmailConfig", because: "the e-mail channel is not built"),
    RefusedMember("EmailAddressesConfig", because: "the e-mail channel is not built"),
  ]

  static let searchable = Searchable<StoredQueue>(
    fields: [
      "name": { [$0.document.name].compactMap { $0 } },
      "description": { [$0.document.description].compactMap { $0 } },
      "resourceID": { [$0.id] },
    ],
    conditions: ["QueueTypeCondition": { _, type in type.string == QueueType.standard.rawValue }])

  /// An agent's own queue has no name; every standard queue has one.
  static func type(of record: Record) -> QueueType { record.name == nil ? .agent : .standard }

  /// A queue that may be changed: an agent's own comes and goes with its user.
  /// - Throws: ResourceNotFoundException, InvalidRequestException.
  static func standard(_ id: String, in instance: String, _ call: WriteCall) throws -> Resource<StoredQueue> {
    let queue = try call.find(.queue, id, in: instance)
    guard type(of: queue.record) == .standard else {
      throw ConnectError(.invalidRequest, "QueueId: \(queue.id) is an agent's own queue, which cannot be changed.")
    }
    return queue
  }

  /// The queue that every instance begins with.
  /// - Returns: its id.
  static func makeBasicQueue(hours: String, in instance: String, _ call: WriteCall) throws -> String {
    let id = call.context.newID()
    let queue = Queue(
      name: "BasicQueue", queueArn: call.context.place.arn("queue", id, in: instance), queueId: id,
      description: "A simple, basic voice queue.", hoursOfOperationId: hours, status: .enabled)
    try call.create(.queue, id: id, name: "BasicQueue", StoredQueue(queue), tags: nil, in: instance)
    return id
  }

  /// Ids in place of ARNs, so that a description answers ids as Connect does.
  static func normalised(_ config: OutboundCallerConfig?) -> OutboundCallerConfig? {
    guard var config else { return nil }
    config.outboundFlowId = config.outboundFlowId.map(identifier)
    config.outboundCallerIdNumberId = config.outboundCallerIdNumberId.map(identifier)
    return config
  }

  /// What a request that sets it must be allowed, beside the queue itself.
  static func resources(_ config: OutboundCallerConfig?, in instance: String, _ place: Place) -> [String] {
    [
      config?.outboundFlowId.map { place.arn("contact-flow", $0, in: instance) },
      config?.outboundCallerIdNumberId.map { place.phoneNumberARN($0) },
    ].compactMap { $0 }
  }
}
