import Contacts
import FlowEngine

/// Who hears whom, and what is recorded: worked out anew after each event for the calls that it concerns, and told where it is
/// another.
extension CallBridge {
  /// A leg's place in one call.
  private struct Member {
    let leg: LegID
    let audience: Hearers

    func isHeard(by other: LegID) -> Bool {
      switch audience {
      case .everybody: true
      case .nobody: false
      case .these(let legs): legs.contains(other)
      }
    }
  }

  /// Who of a room hears a member of it.
  private enum Hearers {
    case everybody, nobody
    case these(Set<LegID>)

    init(isHeard: Bool) { self = isHeard ? .everybody : .nobody }
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

  /// By what the call itself says. One whose caller is an agent of another, or that listens to another, says so; that other may
  /// not.
  private func tied(to contactID: String) -> Set<String> {
    guard let call = calls[contactID] else { return [] }
    var tied = call.legs.reduce(into: Set<String>()) { $0.formUnion(legs[$1]?.calls ?? []) }
    if case .agentOf(let other, _) = call.caller { tied.insert(other) }
    if let monitored = call.monitoring?.contactID { tied.insert(monitored) }
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
      for member in room { hearing[member.leg, default: []].formUnion(room.filter { $0.isHeard(by: member.leg) }.map(\.leg)) }
    }
    return hearing.reduce(into: [:]) { result, entry in result[entry.key] = entry.value.subtracting([entry.key]).sorted() }
  }

  /// Calls, each with those who are together in it; one whose caller is the agent of another is in that one's room, as long as
  /// neither of that one's parties is on hold. Who listens to a call is in its room.
  private func rooms(of concerned: [String]) -> [[Member]] {
    var rooms: [String: [Member]] = [:]
    for contactID in concerned { rooms[room(of: contactID), default: []] += members(of: contactID) }
    return rooms.sorted { $0.key < $1.key }.map(\.value)
  }

  private func room(of contactID: String) -> String {
    let contactID = calls[contactID]?.monitoring?.contactID ?? contactID
    guard case .agentOf(let other, _) = calls[contactID]?.caller, calls[other]?.held.isEmpty == true else { return contactID }
    return other
  }

  private func members(of contactID: String) -> [Member] {
    guard let call = calls[contactID] else { return [] }
    if let monitoring = call.monitoring { return supervisors(call, in: monitoring) }
    var members: [Member] = []
    if !call.held.contains(.customer), let leg = connected(callerLeg(of: contactID)) {
      members.append(Member(leg: leg, audience: Hearers(isHeard: !isMutedAgent(call))))
    }
    if !call.held.contains(.agent) {
      members += joined(call).map { Member(leg: $0.leg, audience: Hearers(isHeard: !$0.isMuted)) }
    }
    if let leg = connected(call.thirdParty) { members.append(Member(leg: leg, audience: .everybody)) }
    return members
  }

  /// The customer of a call that was released talks with somebody outside, and nobody listens.
  private func supervisors(_ call: Call, in monitoring: Call.Monitoring) -> [Member] {
    guard let monitored = calls[monitoring.contactID], !monitored.isReleased else { return [] }
    let audience: Hearers =
      switch monitoring.mode {
      case .silentMonitor: .nobody
      case .coach: .these(Set(joined(monitored).map(\.leg)))
      case .barge: .everybody
      }
    return joined(call).map { Member(leg: $0.leg, audience: $0.isMuted ? .nobody : audience) }
  }

  /// The agents who are there, in order.
  private func joined(_ call: Call) -> [Call.Agent] {
    call.agents.sorted { $0.key < $1.key }.map(\.value).filter { $0.isJoined && legs[$0.leg]?.isConnected == true }
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
    let agents = (joined(call) + barged(into: contactID)).filter { !$0.isMuted }.map(\.leg)
    tracks.agent = (agents + [connected(call.thirdParty)].compactMap(\.self)).sorted()
    return tracks
  }

  /// Supervisors whom all hear are on the agent's side of its recording; others are in none.
  private func barged(into contactID: String) -> [Call.Agent] {
    let barging = Call.Monitoring(contactID: contactID, mode: .barge)
    return (neighbours[contactID] ?? []).sorted().compactMap { calls[$0] }.filter { $0.monitoring == barging }.flatMap(joined)
  }
}
