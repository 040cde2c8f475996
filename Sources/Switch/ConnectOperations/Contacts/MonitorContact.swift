import AWSWire
import ConnectAPI
import Contacts
import Link

/// Lets a user of the instance listen to a call: their telephone rings, and once it is answered they hear both sides.
struct MonitorContact: LiveOperation {
  static let rule: OperationRule<MonitorContactRequest> = OperationRule(
    action: "connect:MonitorContact",
    resources: { [$1.arn("contact", $0.contactId, in: $0.instanceId), $1.arn("agent", $0.userId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId), .monitorCapabilities { capabilities($0).map(\.rawValue) }],
    audit: .write(["InstanceId", "ContactId", "UserId", "AllowedMonitorCapabilities"]),
    refuses: [])

  let live: LiveContacts

  func perform(_ input: MonitorContactRequest, _ call: LiveCall) async throws -> MonitorContactResponse {
    let capabilities = Self.capabilities(input)
    guard capabilities.contains(.silentMonitor) else {
      throw ConnectError(
        .invalidRequest, "AllowedMonitorCapabilities: SILENT_MONITOR must be among them, since each session begins with it.")
    }
    let mayBarge = capabilities.contains(.barge)
    if mayBarge { try await call.configuration { try Self.checkBarging(in: input.instanceId, $0) } }
    let userID = identifier(input.userId)
    try await checkRight(of: userID, input, mayBarge)
    guard await live.host.ports.effects.canRing(userID) else {
      throw ConnectError(.invalidRequest, "UserId: no telephone of the user is registered; `switchkeep device` makes one.")
    }
    let place = call.context.place
    return try await live.begin(input.instanceId, call) { centre, now in
      let made = try centre.monitorContact(input.contactId, by: userID, mayBarge: mayBarge, at: now)
      return MonitorContactResponse(contactId: made, contactArn: place.arn("contact", made, in: centre.instance.id))
    }
  }

  /// Without the member it is silent monitoring alone, as in Connect.
  private static func capabilities(_ input: MonitorContactRequest) -> [MonitorCapability] {
    input.allowedMonitorCapabilities ?? [.silentMonitor]
  }

  private static func checkBarging(in instance: String, _ call: ReadCall) throws {
    guard Instances.value(of: .enhancedContactMonitoring, in: try Instances.find(instance, call).document) == "true" else {
      throw ConnectError(
        .invalidRequest,
        "AllowedMonitorCapabilities: BARGE is off in this instance; UpdateInstanceAttribute turns ENHANCED_CONTACT_MONITORING on."
      )
    }
  }

  /// The caller of the operation may let somebody listen; whether that user may listen is for their security profiles to say.
  private func checkRight(of userID: String, _ input: MonitorContactRequest, _ mayBarge: Bool) async throws {
    let verdict = try await live.keepSide.send(
      JudgeMonitoring(
        instanceID: instanceIdentifier(input.instanceId), userID: userID, contactID: input.contactId, monitorContactID: nil,
        mode: (mayBarge ? MonitorMode.barge : .silentMonitor).rawValue))
    guard verdict.isKnown else { throw ConnectError.notFound("user", userID) }
    guard verdict.isPermitted else {
      let missing = mayBarge ? "MonitorContact and BargeContact" : "MonitorContact"
      throw WireError(
        code: "AccessDeniedException", message: "UserId: no security profile of the user's has \(missing).", status: 403)
    }
  }
}
