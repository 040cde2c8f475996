import CallControl
import Contacts
import FlowEngine
import Testing
import Vocabulary

/// A supervisor hears a call; who hears the supervisor is for the mode to say.
@Suite struct SupervisorTests {
  private struct Listened {
    var telephones = Telephones()
    let customer: LegID
    let agent: LegID
    let supervisor: LegID

    init(_ mode: MonitorMode = .silentMonitor, recording participants: [String] = ["Agent", "Customer"]) {
      customer = telephones.call("A")
      telephones.perform(.setRecording(recording(participants)), "A")
      agent = telephones.agent("ann", "A")
      supervisor = telephones.agent("sue", "M")
      telephones.perform(.monitor(contactID: "A", mode: mode), "M")
    }

    subscript(leg: LegID) -> [LegID] { telephones.hearing[leg] ?? [] }
  }

  @Test func aSilentSupervisorHearsBothAndIsHeardByNobody() {
    let call = Listened()
    #expect(call[call.supervisor] == [call.customer, call.agent])
    #expect(call[call.customer] == [call.agent] && call[call.agent] == [call.customer])
    #expect(call.telephones.tracks["A"]?.agent == [call.agent] && call.telephones.tracks["M"] == nil)
  }

  @Test func beforeTheTelephoneIsAnsweredNothingIsHeard() {
    var telephones = Telephones()
    _ = (telephones.call("A"), telephones.agent("ann", "A"))
    let supervisor = telephones.dials(.callAgent(agentID: "sue"), "M")
    telephones.perform(.monitor(contactID: "A", mode: .barge), "M")
    #expect(
      telephones.hearing.values.allSatisfy { !$0.contains(supervisor) } && telephones.hearing[supervisor, default: []] == [])
  }

  @Test func aCoachIsHeardByTheAgentAloneAndIsInNoRecording() {
    let call = Listened(.coach)
    #expect(call[call.supervisor] == [call.customer, call.agent] && call[call.customer] == [call.agent])
    #expect(call[call.agent] == [call.customer, call.supervisor] && call.telephones.tracks["A"]?.agent == [call.agent])
  }

  @Test func aThirdPartyDoesNotHearACoach() {
    var call = Listened(.coach)
    let third = call.telephones.dials(
      .dialThirdParty(
        token: -1,
        ThirdPartyRequest(number: "+441632960022", timeLimitSeconds: 9, continuesFlow: true, digits: nil, callerNumber: nil)), "A"
    )
    call.telephones.happens(.answered, third)
    #expect(call[third] == [call.customer, call.agent] && call[call.supervisor] == [call.customer, call.agent, third])
    call.telephones.perform(.monitor(contactID: "A", mode: .barge), "M")
    #expect(call[third].contains(call.supervisor))
  }

  @Test func aBargedSupervisorIsHeardByAllAndIsOnTheAgentsSideOfTheRecording() {
    var call = Listened(.barge)
    #expect(call[call.customer] == [call.agent, call.supervisor] && call[call.agent] == [call.customer, call.supervisor])
    #expect(call.telephones.tracks["A"]?.agent == [call.agent, call.supervisor])
    #expect(call.telephones.tracks["A"]?.customer == [call.customer])
    call.telephones.perform(.mute(agentID: "sue", isMuted: true), "M")
    #expect(call[call.customer] == [call.agent] && call.telephones.tracks["A"]?.agent == [call.agent])
    call.telephones.perform(.mute(agentID: "sue", isMuted: false), "M")
    call.telephones.perform(.monitor(contactID: "A", mode: .silentMonitor), "M")
    #expect(call[call.customer] == [call.agent] && call.telephones.tracks["A"]?.agent == [call.agent])
  }

  @Test func whereTheAgentIsNotRecordedABargedSupervisorIsNot() {
    #expect(Listened(.barge, recording: ["Customer"]).telephones.tracks["A"]?.agent == [])
  }

  @Test func aCustomerOnHoldIsNotHeardAndHearsNoSupervisor() {
    var call = Listened(.barge)
    call.telephones.perform(.hold(.customer), "A")
    #expect(call[call.customer] == [] && call[call.supervisor] == [call.agent] && call[call.agent] == [call.supervisor])
    #expect(call.telephones.tracks["A"]?.customer == [])
  }

  @Test func whoGoesOnWithoutTheContactCentreIsNotListenedTo() {
    var call = Listened(.barge)
    let third = call.telephones.dials(
      .dialThirdParty(
        token: -1,
        ThirdPartyRequest(number: "+441632960022", timeLimitSeconds: 9, continuesFlow: true, digits: nil, callerNumber: nil)), "A"
    )
    call.telephones.happens(.answered, third)
    call.telephones.perform(.release, "A")
    #expect(call[call.supervisor] == [] && call[call.customer] == [third] && call[third] == [call.customer])
  }

  @Test func aCustomerWhoGoesOnUnderAnotherContactIsNotListenedTo() {
    var call = Listened(.barge)
    call.telephones.perform(.rename(to: "B"), "A")
    let second = call.telephones.agent("bob", "B")
    #expect(call[call.supervisor] == [] && call[call.customer] == [second] && call.telephones.tracks["B"]?.agent == [second])
  }

  @Test func theCallGoesOnWithoutTheSupervisorAndNotTheOtherWayRound() {
    var call = Listened(.barge)
    _ = call.telephones.saidSince()
    call.telephones.happens(.hungUp, call.supervisor)
    #expect(call.telephones.saidSince() == ["M: agentHungUp(agentID: \"sue\")"])
    #expect(call[call.customer] == [call.agent] && call.telephones.bridge.callCount == 1)
    var other = Listened(.barge)
    other.telephones.perform(.hangUp, "A")
    #expect(other.telephones.legs == [other.supervisor] && other[other.supervisor] == [])
    other.telephones.perform(.hangUp, "M")
    #expect(other.telephones.legs.isEmpty && other.telephones.bridge.callCount == 0)
  }

  @Test func whoListensToAListenerHearsNobody() {
    var call = Listened(.barge)
    let other = call.telephones.agent("sam", "N")
    call.telephones.perform(.monitor(contactID: "M", mode: .barge), "N")
    #expect(call[other] == [] && call.telephones.hearing.values.allSatisfy { !$0.contains(other) })
    call.telephones.perform(.monitor(contactID: "N", mode: .barge), "M")
    #expect(call[call.supervisor] == [] && call[call.customer] == [call.agent])
  }

  @Test func keysThatAreGuardedAreGuardedAtTheCallersOwnLeg() throws {
    var call = Listened()
    let suspended = try #require(JSON.parse(#"{"RecordingBehavior": {"RecordedParticipants": []}, "IsSuspended": true}"#).object)
    #expect(call.telephones.perform(.setRecording(suspended), "A").contains(.guardDigits(call.customer, true)))
    #expect(call[call.supervisor] == [call.customer, call.agent])
  }
}

/// Two supervisors, an agent, a third party and a customer, in whatever state: judged by rules that are written out anew.
@Suite struct SupervisorsInAnyOrderTests {
  private struct State {
    var modes: [MonitorMode] = [.silentMonitor, .silentMonitor]
    var isMuted = [false, false]
    var isAgentMuted = false
    var isCustomerHeld = false
    var isAgentHeld = false

    /// Who is heard by whom: customer 0, agent 1, supervisors 2 and 3.
    func hears(_ listener: Int, _ speaker: Int) -> Bool {
      let isThere = [!isCustomerHeld, !isAgentHeld, true, true]
      guard listener != speaker, isThere[listener], isThere[speaker] else { return false }
      switch speaker {
      case 0: return true
      case 1: return !isAgentMuted
      default:
        guard !isMuted[speaker - 2] else { return false }
        switch modes[speaker - 2] {
        case .silentMonitor: return false
        case .coach: return listener == 1
        case .barge: return true
        }
      }
    }

    func isOnTheAgentsSide(_ speaker: Int) -> Bool {
      switch speaker {
      case 1: !isAgentMuted
      case 2, 3: modes[speaker - 2] == .barge && !isMuted[speaker - 2]
      default: false
      }
    }
  }

  private static func change(_ state: inout State, _ entropy: inout SeededEntropy) -> (TelephonyCommand, String) {
    let (which, isOn) = (Int(entropy.next() % 2), entropy.next() % 2 == 0)
    switch entropy.next() % 5 {
    case 0:
      state.modes[which] = MonitorMode.allCases[Int(entropy.next() % 3)]
      return (.monitor(contactID: "A", mode: state.modes[which]), "M\(which)")
    case 1:
      state.isMuted[which] = isOn
      return (.mute(agentID: "s\(which)", isMuted: isOn), "M\(which)")
    case 2:
      state.isAgentMuted = isOn
      return (.mute(agentID: "ann", isMuted: isOn), "A")
    case 3:
      state.isCustomerHeld = isOn
      return (isOn ? .hold(.customer) : .resume(.customer), "A")
    default:
      state.isAgentHeld = isOn
      return (isOn ? .hold(.agent) : .resume(.agent), "A")
    }
  }

  @Test(arguments: 0..<50) func everybodyHearsWhomTheyMay(seed: UInt64) {
    var (telephones, entropy, state) = (Telephones(), SeededEntropy(seed: seed), State())
    var legs = [telephones.call("A")]
    telephones.perform(.setRecording(recording(["Agent", "Customer"])), "A")
    legs.append(telephones.agent("ann", "A"))
    for which in 0..<2 {
      legs.append(telephones.agent("s\(which)", "M\(which)"))
      telephones.perform(.monitor(contactID: "A", mode: .silentMonitor), "M\(which)")
    }
    for _ in 0..<100 {
      let (command, contactID) = Self.change(&state, &entropy)
      telephones.perform(command, contactID)
      for listener in legs.indices {
        let expected = legs.indices.filter { state.hears(listener, $0) }.map { legs[$0] }
        #expect(telephones.hearing[legs[listener], default: []] == expected, "\(command) \(contactID)")
      }
      #expect(telephones.tracks["A"]?.agent == legs.indices.filter(state.isOnTheAgentsSide).map { legs[$0] })
    }
  }
}
