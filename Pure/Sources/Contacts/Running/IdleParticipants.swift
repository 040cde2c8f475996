import FlowEngine
public import Vocabulary

/// Participants who are silent too long.
extension ContactCentre {
  /// Connect's UpdateParticipantRoleConfig: it holds from when the next agent joins, and for the contacts that follow.
  /// - Parameter removed: timers that go; their minutes say nothing.
  public mutating func configureTimers(
    _ timers: [ParticipantTimer], removing removed: [ParticipantTimer], of contactID: String, at now: Moment
  ) throws(CentreProblem) {
    enter(now)
    guard try live(contactID).chat != nil else {
      throw CentreProblem(.wrongChannel, "The contact \(contactID) is no chat; participants have timers in chats alone.")
    }
    change(contactID) { contact in
      contact.chat?.timers.removeAll { old in (timers + removed).contains { $0.isSame(old) } }
      contact.chat?.timers += timers
    }
    settle()
  }

  /// An agent has joined the customer: what is configured by now holds until the agent leaves.
  mutating func startTimers(_ contactID: String) {
    guard let timers = contacts[contactID]?.chat?.timers, !timers.isEmpty else { return }
    change(contactID) { $0.chat?.runningTimers = timers }
    for participant in contacts[contactID]?.chat?.participants ?? [] { restartTimers(of: participant, in: contactID) }
  }

  /// A participant has said something.
  mutating func active(_ participant: Participant, in contactID: String) {
    returned(participant, in: contactID)
    restartTimers(of: participant, in: contactID)
  }

  private mutating func returned(_ participant: Participant, in contactID: String) {
    guard participant.isIdle else { return }
    changeParticipant(participant.id, in: contactID) { $0.isIdle = false }
    append(.event, Self.event("participant.returned"), nil, from: participant, in: contactID)
    if participant.role == .customer { agenda.append(.flow(contactID: contactID, .participantEvent("CustomerReturned"))) }
  }

  private mutating func restartTimers(of participant: Participant, in contactID: String) {
    guard !participant.hasLeft, contacts[contactID]?.chat?.runningTimers.isEmpty == false else { return }
    cancelDeadline(.idle(participantID: participant.id), of: contactID)
    cancelDeadline(.disconnectIdle(participantID: participant.id), of: contactID)
    if start(.idle, .idle(participantID: participant.id), of: participant, in: contactID) { return }
    start(.disconnectNonCustomer, .disconnectIdle(participantID: participant.id), of: participant, in: contactID)
  }

  /// - Returns: whether the participant's role has such a timer.
  @discardableResult
  private mutating func start(
    _ kind: ParticipantTimer.Kind, _ purpose: Deadline.Purpose, of participant: Participant, in contactID: String
  ) -> Bool {
    let timers = contacts[contactID]?.chat?.runningTimers ?? []
    guard let timer = timers.first(where: { $0.role == participant.role && $0.kind == kind }) else { return false }
    setDeadline(purpose, after: timer.minutes * 60, for: contactID)
    return true
  }

  mutating func participantIdle(_ participantID: String, in contactID: String) {
    guard let participant = contacts[contactID]?.chat?.participant(participantID), !participant.hasLeft else { return }
    changeParticipant(participantID, in: contactID) { $0.isIdle = true }
    append(.event, Self.event("participant.idle"), nil, from: participant, in: contactID)
    start(.disconnectNonCustomer, .disconnectIdle(participantID: participantID), of: participant, in: contactID)
  }

  /// Everybody but the customer goes, as when the agent leaves.
  mutating func participantIdleTooLong(_ participantID: String, in contactID: String) {
    guard let contact = contacts[contactID], contact.phase == .connected,
      let participant = contact.chat?.participant(participantID), !participant.hasLeft
    else { return }
    append(.event, Self.event("participant.autodisconnection"), nil, from: participant, in: contactID)
    agentLeaves(contacts[contactID] ?? contact, because: "IDLE_DISCONNECT")
  }
}
