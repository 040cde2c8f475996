import FlowEngine

/// Who hears whom, and what is recorded: worked out anew after each event, and told where it is another.
extension CallBridge {
  /// A leg's place in one call.
  private struct Member {
    let leg: LegID
    let isHeard: Bool
  }

  mutating func tellWhoHearsWhom() {
    let hearing = hearing()
    for leg in legs.keys.sorted() {
      let others = hearing[leg] ?? []
      guard heard[leg, default: []] != others else { continue }
      heard[leg] = others
      ask(.hear(leg, others))
    }
  }

  private func hearing() -> [LegID: [LegID]] {
    var hearing: [LegID: Set<LegID>] = [:]
    for room in rooms() {
      let speaking = room.filter(\.isHeard).map(\.leg)
      for member in room { hearing[member.leg, default: []].formUnion(speaking) }
    }
    return hearing.reduce(into: [:]) { result, entry in result[entry.key] = entry.value.subtracting([entry.key]).sorted() }
  }

  /// Calls, each with those who are together in it; one whose caller is the agent of another is in that one's room, as long as
  /// neither of that one's parties is on hold.
  private func rooms() -> [[Member]] {
    var rooms: [String: [Member]] = [:]
    for contactID in calls.keys.sorted() { rooms[room(of: contactID), default: []] += members(of: contactID) }
    return rooms.sorted { $0.key < $1.key }.map(\.value)
  }

  private func room(of contactID: String) -> String {
    guard case .agentOf(let other, _) = calls[contactID]?.caller, calls[other]?.held.isEmpty == true else { return contactID }
    return other
  }

  private func members(of contactID: String) -> [Member] {
    guard let call = calls[contactID] else { return [] }
    var members: [Member] = []
    if !call.held.contains(.customer), let leg = connected(callerLeg(of: contactID)) {
      members.append(Member(leg: leg, isHeard: !isMutedAgent(call)))
    }
    if !call.held.contains(.agent) {
      members += call.agents.sorted { $0.key < $1.key }.map(\.value).filter { $0.isJoined && legs[$0.leg]?.isConnected == true }
        .map { Member(leg: $0.leg, isHeard: !$0.isMuted) }
    }
    if let leg = connected(call.thirdParty) { members.append(Member(leg: leg, isHeard: true)) }
    return members
  }

  private func connected(_ leg: LegID?) -> LegID? { leg.flatMap { legs[$0]?.isConnected == true ? $0 : nil } }

  /// An agent who asks another stays muted there.
  private func isMutedAgent(_ call: Call) -> Bool {
    guard case .agentOf(let other, let leg) = call.caller else { return false }
    return calls[other]?.agents.values.contains { $0.isMuted && $0.leg == leg } == true
  }

  // MARK: Recording

  mutating func tellWhatIsRecorded() {
    for contactID in Set(calls.keys).union(tracks.keys).sorted() { tellWhatIsRecorded(of: contactID) }
  }

  /// It begins when somebody is there to be recorded, and lasts as long as the call of the contact.
  private mutating func tellWhatIsRecorded(of contactID: String) {
    guard let call = calls[contactID], !call.isReleased else {
      if tracks.removeValue(forKey: contactID) != nil { ask(.finishRecording(contactID: contactID)) }
      return
    }
    let wanted = tracks(of: call, contactID)
    guard wanted != tracks[contactID, default: LegCommand.Tracks()] else { return }
    tracks[contactID] = wanted
    ask(.record(contactID: contactID, wanted))
  }

  private func tracks(of call: Call, _ contactID: String) -> LegCommand.Tracks {
    var tracks = LegCommand.Tracks()
    guard call.agents.values.contains(where: { $0.isJoined }) else { return tracks }
    tracks.isSuspended = call.isSuspended
    let caller = call.held.contains(.customer) ? nil : connected(callerLeg(of: contactID))
    if call.recorded.customer, let caller { tracks.customer = [caller] }
    guard call.recorded.agent else { return tracks }
    let agents = call.agents.values.filter { $0.isJoined && !$0.isMuted }.map(\.leg)
    tracks.agent = (agents + [call.thirdParty].compactMap(\.self)).filter { legs[$0]?.isConnected == true }.sorted()
    return tracks
  }
}
