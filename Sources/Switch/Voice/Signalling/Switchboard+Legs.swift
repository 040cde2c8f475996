import CallControl
import FlowEngine
import Media
import SIP

/// What the bridge asks of legs.
extension Switchboard {
  func carryOut(_ command: LegCommand) {
    switch command {
    case .dial(let leg, .agent(let agentID)): dialAgent(agentID, leg)
    case .dial(let leg, .number(let number, let callerNumber)): dial(number, callerNumber, leg)
    case .answer(let leg): answer(leg)
    case .hangUp(let leg): hangUp(leg)
    case .hear(let leg, let others):
      if let stream = stream(of: leg) { ordered.append(.hear(stream, others.compactMap { self.stream(of: $0) })) }
    case .play(let leg, let playback, let presentations, let isRepeated, let voice):
      play(presentations, playback, on: leg, isRepeated: isRepeated, voice)
    case .stopPlaying(let leg):
      legs[leg]?.playback = nil
      if let stream = stream(of: leg) { ordered.append(.stopPlaying(stream)) }
    case .sendDigits(let leg, let digits):
      if let stream = stream(of: leg) { ordered.append(.sendDigits(stream, digits.compactMap(DTMFKey.init))) }
    case .guardDigits(let leg, let isGuarded):
      if let stream = stream(of: leg) { ordered.append(.guardDigits(stream, isGuarded)) }
    case .record(let contactID, let tracks):
      ordered.append(
        .record(
          contactID: contactID, customer: tracks.customer.compactMap { stream(of: $0) },
          agent: tracks.agent.compactMap { stream(of: $0) }, isSuspended: tracks.isSuspended))
    case .finishRecording(let contactID): ordered.append(.finishRecording(contactID: contactID))
    case .setMediaStreaming: break
    case .answerReferral(let leg, let outcome): answerReferral(outcome, on: leg)
    }
  }

  private func hangUp(_ leg: LegID) {
    guard let voice = legs.removeValue(forKey: leg) else { return }
    for call in voice.calls.sorted(by: { $0.number < $1.number }) {
      calls[call]?.leg = nil
      endpoint.perform(.hangUp, on: call, at: now())
    }
  }

  // MARK: Dialling

  func canRing(_ agentID: String) -> Bool { !bindings(of: agentID).isEmpty }

  func bindings(of agentID: String) -> [Binding] {
    directory.addresses(ofAgent: agentID).flatMap { endpoint.bindings(of: $0, at: now()) }
  }

  /// All telephones that the agent has registered ring.
  private func dialAgent(_ agentID: String, _ leg: LegID) {
    let number = bridge.owner(of: leg).flatMap { bridge.callerLeg(of: $0.contactID) }.flatMap { legs[$0]?.number }
    legs[leg] = VoiceLeg()
    for binding in bindings(of: agentID).prefix(VoiceLimits.devicesMax) {
      place(
        leg, to: binding.contact, on: [binding.flow], from: number, trunk: nil, signaller: IPAddress(binding.flow.host))
    }
    failIfNobodyRings(leg)
  }

  private func dial(_ number: String, _ callerNumber: String?, _ leg: LegID) {
    legs[leg] = VoiceLeg(number: number)
    if let way = directory.way(to: number, callsOn: { calls.count(on: $0) }),
      let first = way.trunk.targets.first, let target = try? SIPURI("sip:\(number)@\(first.authority);user=phone")
    {
      let flows = way.servers.flatMap { LocatedServer.order($0, entropy: &entropy) }
      place(leg, to: target, on: flows, from: callerNumber, trunk: way.trunk, signaller: nil)
    }
    failIfNobodyRings(leg)
  }

  private func failIfNobodyRings(_ leg: LegID) {
    guard legs[leg]?.calls.isEmpty == true else { return }
    legs[leg] = nil
    happened(.failed, to: leg)
  }

  private func place(
    _ leg: LegID, to target: SIPURI, on flows: [SIPFlow], from number: String?, trunk: VoiceTrunk?, signaller: IPAddress?
  ) {
    let host = settings.advertised.bracketed
    guard let new = newStream() else { return }
    let stream = new.id
    var negotiation = new.negotiation
    let from = try? SIPURI(number.map { "sip:\($0)@\(host)" } ?? "sip:anonymous@anonymous.invalid")
    guard let offer = try? negotiation.offer(.sendrecv), let from,
      let call = endpoint.place(
        CallOrder(
          target: target, flows: flows, from: from, displayName: trunk == nil ? number : nil,
          assertedIdentity: trunk != nil && number != nil ? from : nil, description: Array(offer.text.utf8), maxForwards: 70,
          credentials: trunk?.credentials.map(CallCredentials.init)), at: now())
    else { return drop(stream) }
    calls[call] = SIPLeg(
      stream: stream, leg: leg, negotiation: negotiation, trunk: trunk?.name,
      signaller: signaller ?? flows.first.flatMap { IPAddress($0.host) })
    streams[stream] = call
    legs[leg]?.calls.insert(call)
  }

  // MARK: Playing

  /// What is played is made off the loop; what was asked for later takes its place.
  private func play(
    _ presentations: [Presentation], _ playback: Int, on leg: LegID, isRepeated: Bool, _ voice: TextToSpeech
  ) {
    guard legs[leg] != nil, let owner = bridge.owner(of: leg) else {
      return happened(.playingFailed(playback: playback), to: leg)
    }
    legs[leg]?.playback = playback
    if let stream = stream(of: leg) { ordered.append(.stopPlaying(stream)) }
    outlet.prepare(
      SoundOrder(
        leg: leg, playback: playback, instanceID: owner.instanceID, presentations: presentations, isRepeated: isRepeated,
        voice: voice))
  }

  func prepared(_ order: SoundOrder, _ sounds: [Sound]?) {
    guard legs[order.leg]?.playback == order.playback, let stream = stream(of: order.leg) else { return }
    if let sounds {
      ordered.append(.play(stream, playback: order.playback, sounds, isRepeated: order.isRepeated))
    } else {
      legs[order.leg]?.playback = nil
      happened(.playingFailed(playback: order.playback), to: order.leg)
    }
    settle()
  }
}

extension VoiceTrunk.Target {
  /// As it stands in a URI: without a port where the name has SRV records of its own (RFC 3263 4.2).
  fileprivate var authority: String { port.map { "\(host.bracketed):\($0)" } ?? host.bracketed }
}

extension String {
  /// As an address of IPv6 stands in a URI.
  var bracketed: String { contains(":") ? "[\(self)]" : self }
}
