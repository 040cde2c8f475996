import AWSWire
public import Vocabulary

/// A contact as operations describe it, from its record: that of an open contact as far as it has come, that of one that is over
/// from the keep.
public struct DescribedContact: Sendable {
  public let record: JSON
  /// What only an open contact has.
  var queuePriority: Int?
  var queueTimeAdjustmentSeconds: Int?
  /// Where those of a contact that is over lie: `BUCKET/KEY`.
  let recordings: [String]

  public init(record: JSON, queuePriority: Int? = nil, queueTimeAdjustmentSeconds: Int? = nil, recordings: [String] = []) {
    self.record = record
    self.recordings = recordings
    self.queuePriority = queuePriority
    self.queueTimeAdjustmentSeconds = queueTimeAdjustmentSeconds
  }

  public var id: String { text("ContactId") ?? "" }

  func shape(_ place: Place, in instanceID: String) -> ContactShape {
    return ContactShape(
      arn: place.arn("contact", id, in: instanceID), id: id, initialContactId: text("InitialContactId"),
      previousContactId: text("PreviousContactId"),
      initiationMethod: text("InitiationMethod").flatMap { ContactInitiationMethod(rawValue: $0) },
      name: text("Name"), description: text("Description"), channel: text("Channel").flatMap { Channel(rawValue: $0) },
      queueInfo: queue.map { QueueInfo(id: $0.id, enqueueTimestamp: $0.enqueuedAt) }, agentInfo: agentInfo,
      initiationTimestamp: time("InitiationTimestamp"), disconnectTimestamp: time("DisconnectTimestamp"),
      lastUpdateTimestamp: time("LastUpdateTimestamp"), scheduledTimestamp: time("ScheduledTimestamp"),
      relatedContactId: text("RelatedContactId"), customerId: text("CustomerId"), customerEndpoint: endpoint("CustomerEndpoint"),
      systemEndpoint: endpoint("SystemEndpoint"), queueTimeAdjustmentSeconds: queueTimeAdjustmentSeconds,
      queuePriority: queuePriority, tags: tags, connectedToSystemTimestamp: time("ConnectedToSystemTimestamp"),
      segmentAttributes: segmentAttributes,
      recordings: recordings.isEmpty
        ? nil
        : recordings.map {
          RecordingInfo(storageType: .s3, location: $0, mediaStreamType: .audio, participantType: .all, status: .available)
        }, disconnectReason: text("DisconnectReason"), attributes: attributes)
  }

  func summary(_ place: Place, in instanceID: String) -> ContactSearchSummary {
    return ContactSearchSummary(
      arn: place.arn("contact", id, in: instanceID), id: id, initialContactId: text("InitialContactId"),
      previousContactId: text("PreviousContactId"),
      initiationMethod: text("InitiationMethod").flatMap { ContactInitiationMethod(rawValue: $0) },
      channel: text("Channel").flatMap { Channel(rawValue: $0) },
      queueInfo: queue.map { ContactSearchSummaryQueueInfo(id: $0.id, enqueueTimestamp: $0.enqueuedAt) },
      agentInfo: agentID.map {
        ContactSearchSummaryAgentInfo(id: $0, connectedToAgentTimestamp: time("Agent", "ConnectedToAgentTimestamp"))
      },
      initiationTimestamp: time("InitiationTimestamp"), disconnectTimestamp: time("DisconnectTimestamp"),
      scheduledTimestamp: time("ScheduledTimestamp"), name: text("Name"), tags: tags)
  }

  // MARK: Members of the record

  func text(_ path: String...) -> String? { path.reduce(Optional(record)) { $0?[$1] }?.string }

  func time(_ path: String...) -> Moment? {
    path.reduce(Optional(record)) { $0?[$1] }?.string.flatMap {
      Moment(basicISO8601: String($0.filter { $0 != "-" && $0 != ":" }))
    }
  }

  var queue: (id: String, enqueuedAt: Moment?)? {
    text("Queue", "ARN").map { (String($0.split(separator: "/").last ?? ""), time("Queue", "EnqueueTimestamp")) }
  }
  var agentID: String? { text("Agent", "ARN").map { String($0.split(separator: "/").last ?? "") } }
  var attributes: [String: String] { Self.map(record["Attributes"]?.object ?? JSON.Object()) }
  var tags: [String: String]? {
    guard let tags = record["Tags"]?.object, !tags.isEmpty else { return nil }
    return Self.map(tags)
  }

  private static func map(_ object: JSON.Object) -> [String: String] {
    Dictionary(uniqueKeysWithValues: object.members.map { ($0.name, $0.value.string ?? $0.value.text) })
  }

  private var agentInfo: AgentInfo? {
    guard let agentID else { return nil }
    return AgentInfo(
      id: agentID, connectedToAgentTimestamp: time("Agent", "ConnectedToAgentTimestamp"),
      agentPauseDurationInSeconds: record["Agent"]?["AgentPauseDuration"]?.int,
      afterContactWorkDuration: record["Agent"]?["AfterContactWorkDuration"]?.int,
      afterContactWorkStartTimestamp: time("Agent", "AfterContactWorkStartTimestamp"),
      afterContactWorkEndTimestamp: time("Agent", "AfterContactWorkEndTimestamp"))
  }

  private func endpoint(_ name: String) -> EndpointInfo? {
    text(name, "Address").map { EndpointInfo(type: text(name, "Type").flatMap { EndpointType(rawValue: $0) }, address: $0) }
  }

  private var segmentAttributes: [String: SegmentAttributeValue]? {
    guard let members = record["SegmentAttributes"]?.object?.members, !members.isEmpty else { return nil }
    return Dictionary(
      uniqueKeysWithValues: members.compactMap { member in
        (try? SegmentAttributeValue(json: member.value)).map { (member.name, $0) }
      })
  }
}

/// What describes contacts: the switch those that are open, the keep those that are over.
public protocol ContactLookup: Sendable {
  /// - Throws: ConnectError.contactNotFound.
  func described(_ contactID: String, in instance: String) async throws -> DescribedContact
}

extension ConnectError {
  public static func noContact(_ contactID: String) -> ConnectError {
    ConnectError(.contactNotFound, "There is no contact with the id \(contactID) in this instance.")
  }
}
