import ConnectAPI
import Contacts
import PhoneNumbers
import ResourceStore

/// Calls a number; when somebody answers, a flow takes the call.
struct StartOutboundVoiceContact: LiveOperation {
  static let rule: OperationRule<StartOutboundVoiceContactRequest> = OperationRule(
    action: "connect:StartOutboundVoiceContact",
    resources: { [$1.arn("contact", "*", in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write([
      "InstanceId", "ContactFlowId", "QueueId", "SourcePhoneNumber", "RelatedContactId", "TrafficType", "RingTimeoutInSeconds",
    ]),
    refuses: [
      RefusedMember("AnswerMachineDetectionConfig", because: "answering machines are not told from people"),
      RefusedMember("CampaignId", because: "outbound campaigns are not built"),
      RefusedMember("OutboundStrategy", because: "outbound campaigns are not built"),
    ])

  let live: LiveContacts
  let directory: TelephonyDirectory

  func perform(_ input: StartOutboundVoiceContactRequest, _ call: LiveCall) async throws -> StartOutboundVoiceContactResponse {
    guard input.trafficType != .campaign else {
      throw ConnectError(.invalidRequest, "TrafficType: CAMPAIGN needs an outbound campaign, and these are not built.")
    }
    let (callerNumber, queue) = try await call.configuration { try Self.source(input, $0) }
    guard let number = E164Number(input.destinationPhoneNumber), number.isPlausible, directory.mayDial(number.text) else {
      throw ConnectError(
        .destinationNotAllowed, "DestinationPhoneNumber: no trunk may dial it; see the prefixes that `switchkeep trunk` allows.")
    }
    var beginning = ContactCentre.Beginning(flowReference: input.contactFlowId)
    beginning.name = input.name
    beginning.description = input.description
    beginning.attributes = try Beginnings.attributes(input.attributes)
    beginning.references = Beginnings.references(input.references)
    beginning.relatedContactID = input.relatedContactId
    let (begun, calling) = (
      beginning,
      ContactCentre.CallingOut(
        number: number.text, callerNumber: callerNumber, queueReference: queue, ringSeconds: input.ringTimeoutInSeconds)
    )
    return try await live.begin(input.instanceId, call) { centre, now in
      StartOutboundVoiceContactResponse(contactId: try centre.startOutboundCall(begun, calling, at: now))
    }
  }

  /// What the one who is called sees, and the queue, given its id or its ARN.
  private static func source(
    _ input: StartOutboundVoiceContactRequest, _ call: ReadCall
  ) throws -> (callerNumber: String?, queue: String?) {
    guard try Instances.find(input.instanceId, call).document.instance.outboundCallsEnabled == true else {
      throw ConnectError(
        .outboundContactNotPermitted, "InstanceId: outbound calls are off; UpdateInstanceAttribute turns OUTBOUND_CALLS on.")
    }
    let queue = try input.queueId.map { try call.find(.queue, $0, in: input.instanceId).id }
    guard let source = input.sourcePhoneNumber else { return (nil, queue) }
    let instance = try call.instance(input.instanceId).id
    guard try call.reader.record(.phoneNumber, named: source, in: instance) != nil else {
      throw ConnectError(.invalidParameter, "SourcePhoneNumber: \(source) is not a number that this instance has claimed.")
    }
    return (source, queue)
  }
}
