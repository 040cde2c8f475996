import ContactMetrics
import FlowEngine
public import Vocabulary

extension ContactCentre {
  /// The record of a contact, as far as it has come, in the members of Connect's contact records.
  public func contactRecord(of contact: Contact) -> JSON {
    let context = contact.context
    var record = JSON.Object()
    record["AWSAccountId"] = .string(instance.accountID)
    record["AWSContactTraceRecordFormatVersion"] = "2017-03-10"
    record["Agent"] = contact.service.map { agent($0, contact) } ?? .null
    record["AgentConnectionAttempts"] = .number(contact.connectionAttempts)
    record["Attributes"] = JSON(.object(context.attributes))
    record["Channel"] = .string(contact.channel.rawValue)
    record["ConnectedToSystemTimestamp"] = time(contact.times.connectedToSystemAt)
    record["ContactId"] = .string(contact.id)
    record["CustomerEndpoint"] = endpoint(context.customerEndpoint)
    record["CustomerId"] = context.customerID.map(JSON.string) ?? .null
    record["Description"] = context.description.map(JSON.string) ?? .null
    record["DisconnectReason"] = contact.disconnectReason.map(JSON.string) ?? .null
    record["DisconnectTimestamp"] = time(contact.times.disconnectedAt)
    record["InitialContactId"] = .string(context.initialContactID)
    record["InitiationMethod"] = .string(context.initiationMethod)
    record["InitiationTimestamp"] = time(contact.times.initiatedAt)
    record["InstanceARN"] = .string(instance.arn)
    record["LastUpdateTimestamp"] = time(now)
    record["Name"] = context.name.map(JSON.string) ?? .null
    record["NextContactId"] = (contact.nextContactID ?? contact.callbackContactID).map(JSON.string) ?? .null
    record["PreviousContactId"] = context.previousContactID.map(JSON.string) ?? .null
    record["Queue"] =
      contact.queue.flatMap { queue in contact.times.enqueuedAt.map { self.queue(queue, since: $0, contact) } } ?? .null
    record["References"] = .array(
      context.references.map { ["Name": .string($0.name), "Type": .string($0.type), "Value": .string($0.value)] })
    record["RelatedContactId"] = contact.relatedContactID.map(JSON.string) ?? .null
    record["RoutingCriteria"] = context.routingCriteria ?? .null
    record["ScheduledTimestamp"] = time(contact.times.scheduledAt)
    record["SegmentAttributes"] = JSON(.object(context.segmentAttributes))
    record["SystemEndpoint"] = endpoint(context.systemEndpoint)
    record["Tags"] = .object(context.tags.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })
    record["TransferCompletedTimestamp"] = time(contact.transfer?.completedAt)
    record["TransferredToEndpoint"] = transferred(contact.transfer)
    if contact.channel == .task { record["TaskTemplateInfo"] = contact.task?.templateID.map { ["Id": .string($0)] } ?? .null }
    return JSON(.object(record))
  }

  private func agent(_ service: AgentService, _ contact: Contact) -> JSON {
    let times = contact.times
    let fact = fact(of: contact, isOver: true)
    let profile = configuration.routingProfiles[service.routingProfileID]
    return [
      "ARN": .string(service.agent.arn), "Username": .string(service.agent.username),
      "ConnectedToAgentTimestamp": time(times.connectedToAgentAt),
      "AgentInteractionDuration": .number(fact.interactionSeconds),
      "AfterContactWorkStartTimestamp": time(times.afterContactWorkStartedAt),
      "AfterContactWorkEndTimestamp": time(times.afterContactWorkEndedAt),
      "AfterContactWorkDuration": .number(fact.afterContactWorkSeconds),
      "CustomerHoldDuration": .number(fact.holdSeconds), "NumberOfHolds": .number(service.holds),
      "LongestHoldDuration": .number(Int(service.longestHoldMicroseconds / 1_000_000)),
      "AgentPauseDuration": .number(times.pausedSeconds),
      "RoutingProfile": ["ARN": .string(profile?.arn ?? ""), "Name": .string(profile?.name ?? "")],
    ]
  }

  private func queue(_ queue: TargetQueue, since enqueued: Moment, _ contact: Contact) -> JSON {
    let left = contact.times.dequeuedAt ?? contact.times.disconnectedAt
    return [
      "ARN": .string(queue.arn), "Name": .string(queue.name), "EnqueueTimestamp": time(enqueued), "DequeueTimestamp": time(left),
      "Duration": .number(seconds(from: enqueued, to: left)),
    ]
  }

  private func transferred(_ transfer: Transfer?) -> JSON {
    switch transfer?.target {
    case .number(let number): ["Type": "TELEPHONE_NUMBER", "Address": .string(number)]
    case .queue, .agent, nil: .null
    }
  }

  private func endpoint(_ endpoint: Endpoint?) -> JSON {
    endpoint.map { ["Type": .string($0.type), "Address": .string($0.address)] } ?? .null
  }

  private func time(_ moment: Moment?) -> JSON { moment.map { .string($0.rfc3339) } ?? .null }
}
