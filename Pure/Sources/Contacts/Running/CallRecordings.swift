import FlowEngine
public import Vocabulary

/// What the API asks of the recording of a call: Connect's Start-, Stop-, Suspend- and ResumeContactRecording.
public struct CallRecording: Sendable, Hashable, Codable {
  /// It was begun by the API: once in a call.
  public internal(set) var isStarted = false
  /// It was ended by the API: for good.
  public internal(set) var isStopped = false
  /// It is silent, and the caller's digits reach nobody, until it is resumed.
  public internal(set) var isSuspended = false
}

extension ContactCentre {
  /// How long a recording may be suspended unless an operator says otherwise: a quarter of an hour.
  public static let suspensionSecondsStandard = 900

  private static let resumedText = "The recording goes on."
  private static let recordingMember = "RecordingBehavior"
  private static let participantsMember = "RecordedParticipants"

  /// Records parties of a call, now or when an agent joins.
  /// - Parameter participants: `Agent`, `Customer`, or both.
  public mutating func startRecording(_ participants: [String], of contactID: String, at now: Moment) throws(CentreProblem) {
    enter(now)
    let contact = try recordable(contactID)
    guard contact.call?.recording?.isStarted != true, contact.call?.recording?.isStopped != true else {
      throw CentreProblem(.invalid, "The recording of \(contactID) was started or stopped before: either can be done once.")
    }
    change(contactID) { contact in
      contact.call?.changeRecording { $0.isStarted = true }
      contact.setRecorded(participants)
    }
    tellRecording(of: contactID)
    settle()
  }

  /// - Throws: contactNotFound where the conversation of a contact begins with another one than is said.
  public func checkConversation(of contactID: String, begins initial: String) throws(CentreProblem) {
    guard try live(contactID).context.initialContactID == initial else {
      throw CentreProblem(
        .contactNotFound, "The contact \(contactID) does not belong to a conversation that begins with \(initial).")
    }
  }

  public mutating func stopRecording(of contactID: String, at now: Moment) throws(CentreProblem) {
    enter(now)
    try checkIsRecorded(try recordable(contactID))
    cancelDeadline(.recordingResumption, of: contactID)
    change(contactID) { contact in
      contact.call?.changeRecording { recording in
        recording.isStopped = true
        recording.isSuspended = false
      }
      contact.setRecorded([])
    }
    tellRecording(of: contactID)
    settle()
  }

  public mutating func suspendRecording(of contactID: String, at now: Moment) throws(CentreProblem) {
    enter(now)
    let contact = try recordable(contactID)
    try checkIsRecorded(contact)
    guard contact.call?.recording?.isSuspended != true else {
      throw CentreProblem(.invalid, "The recording of \(contactID) is suspended already.")
    }
    setSuspended(true, contactID)
    setDeadline(.recordingResumption, after: suspensionSecondsMax, for: contactID)
    settle()
  }

  public mutating func resumeRecording(of contactID: String, at now: Moment) throws(CentreProblem) {
    enter(now)
    guard try recordable(contactID).call?.recording?.isSuspended == true else {
      throw CentreProblem(.invalid, "The recording of \(contactID) is not suspended.")
    }
    cancelDeadline(.recordingResumption, of: contactID)
    setSuspended(false, contactID)
    settle()
  }

  /// Nobody has resumed it in time: the agent hears so, unless a flow has something to say just now, and sees it in any case.
  mutating func resumeForgottenRecording(_ contactID: String) {
    guard let contact = contacts[contactID], contact.call?.recording?.isSuspended == true else { return }
    setSuspended(false, contactID)
    guard contact.service != nil, contact.awaited == nil else { return }
    let announcement = TelephonyCommand.play(
      token: Self.announcementToken, [.text(Self.resumedText)], to: .agent, isRepeated: false, contact.context.voice)
    effects.append(.telephony(contactID: contactID, announcement))
  }

  /// Tells the telephone who is recorded. A flow's word counts once a suspension is over, and never after the API has stopped it.
  mutating func tellRecording(of contactID: String) {
    guard let contact = contacts[contactID], contact.channel == .voice else { return }
    var behaviour = contact.context.recording
    if contact.call?.recording?.isSuspended == true {
      behaviour = JSON.Object()
      behaviour[Self.recordingMember] = [Self.participantsMember: []]
      behaviour["IsSuspended"] = true
    } else if contact.call?.recording?.isStopped == true {
      behaviour = JSON.Object()
      behaviour[Self.recordingMember] = [Self.participantsMember: []]
    }
    effects.append(.telephony(contactID: contactID, .setRecording(behaviour)))
  }

  private mutating func setSuspended(_ isSuspended: Bool, _ contactID: String) {
    change(contactID) { contact in contact.call?.changeRecording { $0.isSuspended = isSuspended } }
    tellRecording(of: contactID)
    if let agentID = contacts[contactID]?.service?.agent.id { effects.append(.agentChanged(agentID: agentID)) }
  }

  private func recordable(_ contactID: String) throws(CentreProblem) -> Contact {
    let contact = try live(contactID)
    guard contact.channel == .voice, contact.call != nil else {
      throw CentreProblem(.wrongChannel, "The contact \(contactID) is no call: only calls are recorded.")
    }
    guard contact.phase != .afterContactWork, contact.phase != .scheduled else {
      throw CentreProblem(.contactNotFound, "The call of the contact \(contactID) is not going on.")
    }
    return contact
  }

  private func checkIsRecorded(_ contact: Contact) throws(CentreProblem) {
    guard contact.isRecorded, contact.call?.recording?.isStopped != true else {
      throw CentreProblem(.invalid, "The contact \(contact.id) is not recorded: start that first.")
    }
  }
}

extension Contact {
  fileprivate mutating func setRecorded(_ participants: [String]) {
    var behaviour = context.recording["RecordingBehavior"]?.object ?? JSON.Object()
    behaviour["RecordedParticipants"] = .strings(participants)
    context.recording["RecordingBehavior"] = JSON(.object(behaviour))
    // The other form in which a flow says it would stand beside this one, and both would count.
    context.recording["VoiceBehavior"] = nil
  }

  /// Whether anybody is to be recorded, by a flow's word or the API's.
  fileprivate var isRecorded: Bool {
    ["RecordingBehavior", "VoiceBehavior"].contains { name in
      let found = context.recording[name]
      let participants = found?["RecordedParticipants"] ?? found?["VoiceRecordingBehavior"]?["RecordedParticipants"]
      return participants?.array?.isEmpty == false
    }
  }
}

extension Call {
  fileprivate mutating func changeRecording(_ body: (inout CallRecording) -> Void) {
    var changed = recording ?? CallRecording()
    body(&changed)
    recording = changed
  }
}
