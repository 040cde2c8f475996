import AWSWire
import ConnectAPI
import ResourceStore
import Vocabulary

extension Kind {
  static let routingProfile: Kind = "routing-profile"
}

extension ResourceKind where Document == StoredRoutingProfile {
  /// A routing profile refers to every queue in it, so that none of them can be deleted while it is there.
  static var routingProfile: Self {
    ResourceKind(kind: .routingProfile, arnWord: "routing-profile", noun: "routing profile") { stored in
      stored.queueIDs.map { Reference(kind: .queue, id: $0) }
    }
  }
}

/// A routing profile as it is stored: what Describe answers but for the numbers, and its queues.
struct StoredRoutingProfile: Shape, Tagged, Dated {
  static let shapeName = "StoredRoutingProfile"
  var profile: RoutingProfile
  /// The queues that contacts are offered from. Queue and channel together are unique.
  var queues: [RoutingProfileQueueConfig]
  /// The queues whose contacts agents may take by themselves. Queue and channel together are unique.
  var manualQueues: [RoutingProfileManualAssignmentQueueConfig]

  init(
    profile: RoutingProfile, queues: [RoutingProfileQueueConfig], manualQueues: [RoutingProfileManualAssignmentQueueConfig]
  ) {
    self.profile = profile
    self.queues = queues
    self.manualQueues = manualQueues
  }

  init(json: JSON) throws(ShapeProblem) {
    profile = try RoutingProfile(json: json["Profile"] ?? .null)
    var queues: [RoutingProfileQueueConfig] = []
    for queue in json["Queues"]?.array ?? [] { queues.append(try RoutingProfileQueueConfig(json: queue)) }
    self.queues = queues
    var manualQueues: [RoutingProfileManualAssignmentQueueConfig] = []
    for queue in json["ManualQueues"]?.array ?? [] {
      manualQueues.append(try RoutingProfileManualAssignmentQueueConfig(json: queue))
    }
    self.manualQueues = manualQueues
  }

  var json: JSON {
    ["Profile": profile.json, "Queues": .array(queues.map(\.json)), "ManualQueues": .array(manualQueues.map(\.json))]
  }

  /// Each queue once: those contacts come from, those for manual assignment, and the one for outbound calls.
  var queueIDs: [String] {
    distinct(
      queues.map(\.queueReference.queueId) + manualQueues.map(\.queueReference.queueId)
        + [profile.defaultOutboundQueueId].compactMap { $0 })
  }

  var tags: [String: String]? {
    get { profile.tags }
    set { profile.tags = newValue }
  }
  var lastModifiedTime: Moment? {
    get { profile.lastModifiedTime }
    set { profile.lastModifiedTime = newValue }
  }
  var lastModifiedRegion: String? {
    get { profile.lastModifiedRegion }
    set { profile.lastModifiedRegion = newValue }
  }
}

/// What the routing profile operations share.
enum RoutingProfiles {
  static let searchable = Searchable<StoredRoutingProfile>(fields: [
    "name": { [$0.document.profile.name].compactMap { $0 } },
    "description": { [$0.document.profile.description].compactMap { $0 } },
    "associatedQueueIds": { $0.document.queues.map(\.queueReference.queueId) },
    "resourceID": { [$0.id] },
  ])

  /// The profile with its numbers. DescribeRoutingProfile, unlike SearchRoutingProfiles, does not tell the queues' ids.
  static func described(
    _ resource: Resource<StoredRoutingProfile>, withQueues: Bool, _ call: some Call
  ) throws -> RoutingProfile {
    let queues = distinct(resource.document.queues.map(\.queueReference.queueId))
    let manualQueues = distinct(resource.document.manualQueues.map(\.queueReference.queueId))
    var profile = resource.document.profile
    profile.numberOfAssociatedQueues = queues.count
    profile.numberOfAssociatedManualAssignmentQueues = manualQueues.count
    profile.numberOfAssociatedUsers = try call.reader.referrers(of: .routingProfile, resource.id, limit: Int(Int32.max))
      .count { $0.kind == .agent }
    if withQueues {
      profile.associatedQueueIds = queues
      profile.associatedManualAssignmentQueueIds = manualQueues
    }
    return profile
  }

  /// Concurrency as it is kept: an agent busy on a channel is offered no other, unless the profile says so.
  /// - Throws: InvalidParameterException.
  static func checked(_ concurrencies: [MediaConcurrency]) throws -> [MediaConcurrency] {
    guard !concurrencies.isEmpty else {
      throw ConnectError(.invalidParameter, "MediaConcurrencies: a routing profile needs at least one channel.")
    }
    guard Set(concurrencies.map(\.channel)).count == concurrencies.count else {
      throw ConnectError(.invalidParameter, "MediaConcurrencies: names a channel twice.")
    }
    if let voice = concurrencies.first(where: { $0.channel == .voice }), voice.concurrency != 1 {
      throw ConnectError(.invalidParameter, "MediaConcurrencies: Concurrency must be 1 for VOICE.")
    }
    return concurrencies.map { concurrency in
      var concurrency = concurrency
      concurrency.crossChannelBehavior =
        concurrency.crossChannelBehavior ?? CrossChannelBehavior(behaviorType: .routeCurrentChannelOnly)
      return concurrency
    }
  }

  /// The profile that every instance begins with.
  static func makeBasicRoutingProfile(queue: String, in instance: String, _ call: WriteCall) throws {
    let id = call.context.newID()
    let channels: [(Channel, concurrency: Int)] = [(.voice, 1), (.chat, 2), (.task, 1)]
    let profile = RoutingProfile(
      instanceId: instance, name: "Basic Routing Profile",
      routingProfileArn: call.context.place.arn("routing-profile", id, in: instance), routingProfileId: id,
      description: "A simple routing profile.",
      mediaConcurrencies: try checked(channels.map { MediaConcurrency(channel: $0.0, concurrency: $0.concurrency) }),
      defaultOutboundQueueId: queue, agentAvailabilityTimer: .timeSinceLastActivity, isDefault: true)
    let queues = channels.map { channel, _ in
      RoutingProfileQueueConfig(
        queueReference: RoutingProfileQueueReference(queueId: queue, channel: channel), priority: 1, delay: 0)
    }
    try call.create(
      .routingProfile, id: id, name: "Basic Routing Profile",
      StoredRoutingProfile(profile: profile, queues: queues, manualQueues: []), tags: nil, in: instance)
  }
}
