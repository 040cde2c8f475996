import ConnectAPI

/// Replaces the phone settings of a user. What UpdateUserConfig has set of the same, for calls or as after-contact work, goes:
/// the later write decides.
struct UpdateUserPhoneConfig: UserChangeOperation {
  let users: Users

  static let rule: OperationRule<UpdateUserPhoneConfigRequest> = OperationRule(
    action: "connect:UpdateUserPhoneConfig",
    resources: { [$1.arn("agent", $0.userId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "UserId"]),
    refuses: [])

  func change(_ user: inout StoredUser, _ input: UpdateUserPhoneConfigRequest) {
    user.phoneConfig = input.phoneConfig
    user.afterContactWorkConfigs = nil
    user.autoAcceptConfigs?.removeAll { $0.channel == .voice }
    user.phoneNumberConfigs?.removeAll { $0.channel == .voice }
    user.persistentConnectionConfigs?.removeAll { $0.channel == .voice }
  }
}

extension UpdateUserPhoneConfigRequest: NamesUser {}
