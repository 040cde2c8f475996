import AWSWire
import ConnectAPI
import Contacts

/// Says how long the participants of a chat may be silent.
struct UpdateParticipantRoleConfig: LiveOperation {
  static let rule: OperationRule<UpdateParticipantRoleConfigRequest> = OperationRule(
    action: "connect:UpdateParticipantRoleConfig",
    resources: { [$1.arn("contact", $0.contactId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "ContactId", "ChannelConfiguration"]),
    refuses: [])

  let live: LiveContacts

  func perform(_ input: UpdateParticipantRoleConfigRequest, _ call: LiveCall) async throws -> EmptyResponse {
    guard let chat = input.channelConfiguration.chat else {
      throw ConnectError(.invalidRequest, "ChannelConfiguration.Chat: is required.")
    }
    let (timers, removed) = try Self.read(chat.participantTimerConfigList)
    return try await live.perform(input.instanceId, call) { centre, now in
      try centre.configureTimers(timers, removing: removed, of: input.contactId, at: now)
      return EmptyResponse()
    }
  }

  private static func read(_ list: [ParticipantTimerConfiguration]) throws -> ([ParticipantTimer], [ParticipantTimer]) {
    var (timers, removed): ([ParticipantTimer], [ParticipantTimer]) = ([], [])
    var seen: Set<[String]> = []
    for (index, item) in list.enumerated() {
      let path = "ChannelConfiguration.Chat.ParticipantTimerConfigList[\(index)]"
      guard let role = Participant.Role(rawValue: item.participantRole.rawValue),
        let kind = ParticipantTimer.Kind(rawValue: item.timerType.rawValue)
      else { throw ConnectError(.invalidParameter, "\(path): is no timer of a chat.") }
      guard seen.insert([role.rawValue, kind.rawValue]).inserted else {
        throw ConnectError(.invalidParameter, "\(path): stands there twice.")
      }
      switch (item.timerValue.participantTimerDurationInMinutes, item.timerValue.participantTimerAction) {
      case (let minutes?, nil): timers.append(ParticipantTimer(role: role, kind: kind, minutes: minutes))
      case (nil, _?): removed.append(ParticipantTimer(role: role, kind: kind, minutes: 0))
      default:
        throw ConnectError(
          .invalidParameter, "\(path).TimerValue: needs one of ParticipantTimerDurationInMinutes, ParticipantTimerAction.")
      }
    }
    return (timers, removed)
  }
}
