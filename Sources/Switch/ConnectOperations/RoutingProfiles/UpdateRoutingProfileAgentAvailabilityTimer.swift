import AWSWire
import ConnectAPI

/// Sets what decides which of several free agents has waited longest.
struct UpdateRoutingProfileAgentAvailabilityTimer: WriteOperation {
  static let rule: OperationRule<UpdateRoutingProfileAgentAvailabilityTimerRequest> = OperationRule(
    action: "connect:UpdateRoutingProfileAgentAvailabilityTimer",
    resources: { [$1.arn("routing-profile", $0.routingProfileId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "RoutingProfileId", "AgentAvailabilityTimer"]),
    refuses: [])

  func perform(_ input: UpdateRoutingProfileAgentAvailabilityTimerRequest, _ call: WriteCall) throws -> EmptyResponse {
    var found = try call.find(.routingProfile, input.routingProfileId, in: input.instanceId)
    found.document.profile.agentAvailabilityTimer = input.agentAvailabilityTimer
    try call.save(.routingProfile, found)
    return EmptyResponse()
  }
}
