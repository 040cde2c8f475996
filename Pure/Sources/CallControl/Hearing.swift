import FlowEngine

/// Who hears whom, and what is recorded: worked out anew after each event for the calls that it concerns, and told where it is
/// another.
extension CallBridge {
  /// A leg's place in one call.
  private struct Member {
    let leg: LegID
    let isHeard: Bool
  }

  /// These calls and all that are tied to them, now or when it was last told: by a leg that is in both, or by an agent of one who
  /// is the caller of another. In order.
  mutating func withNeighbours(_ touched: Set<String>) -> [String] {
    var (found, waiting) = (touched, Array(touched))
    while let contactID = waiting.popLast() {
      let (before, own) = (neighbours[contactID] ?? [], tied(to: contactID))
      let now = own.union(before.filter { tied(to: $0).contains(contactID) })
      neighbours[contactID] = now.isEmpty ? nil : now
      for other in own { neighbours[other, default: []].insert(contactID) }
      for other in now.union(before) where found.insert(other).inserted { waiting.append(other) }
    }
    return found.sorted()
  }

  /// By what the call itself says. One whose caller is an agent of another says so, and the other may not.
  private func tied(to contactID: String) -> Set<String> {
    guard let call = calls[contactID] else { return [] }
    var tied = call.legs.reduce(into: Set<String>()) { $0.formUnion(legs[$1]?.calls ?? []) }
    if case .agentOf(let other, _) = call.caller { tied.insert(other) }
    tied.remove(contactID)
    return tied
  }

  mutating func tellWhoHearsWhom(in concerned: [String]) {
    let hearing = hearing(in: concerned)
    for leg in Set(concerned.flatMap { calls[$0]?.legs ?? [] }).sorted() where legs[leg] != nil {
      let others = hearing[leg] ?? []
      guard heard[leg, default: []] != others else { continue }
      heard[leg] = others
      ask(.hear(leg, others))
    }
  }

  func hearing(in concerned: [String]) -> [LegID: [LegID]] {
    var hearing: [LegID: Set<LegID>] = [:]
    for room in rooms(of: concerned) {
      let speaking = room.filter(\.isHeard).map(\.leg)
      for member in room { hearing[member.leg, default: []].formUnion(speaking) }
    }
    return hearing.reduce(into: [:]) { result, entry in result[entry.key] = entry.value.subtracting([entry.key]).sorted() }
  }

  /// Calls, each with those who are together in it; one whose caller is the agent of another is in that one's room, as long as
  /// neither of that one's parties is on hold.
  private func rooms(of concerned: [String]) -> [[Member]] {
    var rooms: [String: [Member]] = [:]
    for contactID in concerned { rooms[room(of: contactID), default: []] += members(of: contactID) }
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

  /// It begins when somebody is there to be recorded, and lasts as long as the call of the contact.
  mutating func tellWhatIsRecorded(of contactID: String) {
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
