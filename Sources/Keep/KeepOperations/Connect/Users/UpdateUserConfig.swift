import ConnectAPI

/// Changes the settings that a user has for each channel; a list that is not given stays.
struct UpdateUserConfig: UserChangeOperation {
  let users: Users

  static let rule: OperationRule<UpdateUserConfigRequest> = OperationRule(
    action: "connect:UpdateUserConfig",
    resources: { [$1.arn("agent", $0.userId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write([
      "InstanceId", "UserId", "AutoAcceptConfigs", "AfterContactWorkConfigs", "PersistentConnectionConfigs",
      "VoiceEnhancementConfigs",
    ]),
    refuses: [])

  func change(_ user: inout StoredUser, _ input: UpdateUserConfigRequest) {
    user.autoAcceptConfigs = input.autoAcceptConfigs ?? user.autoAcceptConfigs
    user.afterContactWorkConfigs = input.afterContactWorkConfigs ?? user.afterContactWorkConfigs
    user.phoneNumberConfigs = input.phoneNumberConfigs ?? user.phoneNumberConfigs
    user.persistentConnectionConfigs = input.persistentConnectionConfigs ?? user.persistentConnectionConfigs
    user.voiceEnhancementConfigs = input.voiceEnhancementConfigs ?? user.voiceEnhancementConfigs
  }
}

extension UpdateUserConfigRequest: NamesUser {}
