import ConnectAPI
import Link
import ResourceStore

/// What of a user goes to the switch, worked out: settings for one channel go before those for all.
extension Agent {
  /// - Parameter user: as it is described, with what rests protected opened.
  init(_ user: StoredUser, id: String, arn: String, in instance: String) {
    self.init(
      id: id, instanceID: instance, arn: arn, username: user.username ?? "", routingProfileID: user.routingProfileId ?? "",
      securityProfileIDs: user.securityProfileIds ?? [], isOnDeskPhone: user.voicePhoneType == .deskPhone,
      channels: Channel.allCases.map(user.settings), proficiencies: user.proficiencies.map(Proficiency.init))
  }

  init(_ resource: Resource<StoredUser>) {
    self.init(resource.document, id: resource.id, arn: resource.arn, in: resource.record.scope)
  }
}

extension Agent.Proficiency {
  fileprivate init(_ proficiency: UserProficiency) {
    self.init(
      attributeName: proficiency.attributeName, attributeValue: proficiency.attributeValue, level: Int(proficiency.level))
  }
}

extension StoredUser {
  fileprivate var voicePhoneType: PhoneType? {
    self.phoneNumberConfigs?.first { $0.channel == .voice }?.phoneType ?? self.phoneConfig?.phoneType
  }

  /// The phone config's auto-accept is for calls; its after-contact work is for every channel: see UpdateUserConfig in the API
  /// reference.
  fileprivate func settings(_ channel: Channel) -> Agent.ChannelSettings {
    let autoAccept = self.autoAcceptConfigs?.first { $0.channel == channel }?.autoAccept
    let afterContactWork = self.afterContactWorkConfigs?.first { $0.channel == channel }?.afterContactWorkConfig
    return Agent.ChannelSettings(
      channel: channel.rawValue,
      isAutoAccepting: autoAccept ?? (channel == .voice && self.phoneConfig?.autoAccept == true),
      afterContactWorkSecondsMax: (afterContactWork?.afterContactWorkTimeLimit ?? self.phoneConfig?.afterContactWorkTimeLimit)
        ?? 0)
  }
}
