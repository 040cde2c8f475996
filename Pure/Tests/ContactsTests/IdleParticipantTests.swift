import Contacts
import Testing
import Vocabulary

/// Timers of participants, as Connect's guide tells of them.
struct IdleParticipantTests {
  private static let idle = ParticipantTimer(role: .customer, kind: .idle, minutes: 2)
  private static let disconnect = ParticipantTimer(role: .customer, kind: .disconnectNonCustomer, minutes: 3)

  private func configure(_ timers: ParticipantTimer...) -> (inout Centre, String) throws -> Void {
    { try $0.core.configureTimers(timers, removing: [], of: $1, at: $0.now) }
  }

  @Test func whoIsSilentIsIdleAndReturnsWithAMessage() throws {
    var centre = Centre()
    let (contact, customer) = try centre.chat(configure(Self.idle))
    centre.wait(minutes: 1)
    #expect(centre.events().isEmpty)
    centre.wait(minutes: 1)
    #expect(centre.events() == ["CUSTOMER participant.idle"])
    centre.wait(minutes: 60)
    #expect(centre.events().isEmpty, "one who is idle is not told of again")
    try centre.say(customer, in: contact)
    #expect(centre.events() == ["CUSTOMER participant.returned"])
    centre.wait(minutes: 2)
    #expect(centre.events() == ["CUSTOMER participant.idle"])
  }

  @Test func aMessagePutsTheTimerOff() throws {
    var centre = Centre()
    let (contact, customer) = try centre.chat(configure(Self.idle))
    for _ in 0..<5 {
      centre.wait(minutes: 1)
      try centre.say(customer, in: contact)
    }
    #expect(centre.events().isEmpty)
  }

  /// Where there are both, the disconnect timer begins when the idle one is over.
  @Test func theIdleTimerRunsBeforeTheDisconnectTimer() throws {
    var centre = Centre()
    let (contact, _) = try centre.chat(configure(Self.idle, Self.disconnect))
    centre.wait(minutes: 2)
    #expect(centre.events() == ["CUSTOMER participant.idle"])
    centre.wait(minutes: 2)
    #expect(centre.core.contacts[contact]?.phase == .connected)
    centre.wait(minutes: 1)
    #expect(centre.events().contains("CUSTOMER participant.autodisconnection"))
    #expect(centre.core.contacts[contact]?.phase != .connected)
    try centre.core.clearContact(contact, by: "a0", at: centre.now)
    #expect(centre.record(of: contact)?["DisconnectReason"] == "IDLE_DISCONNECT")
  }

  @Test func theDisconnectTimerAloneBeginsAtOnce() throws {
    var centre = Centre()
    let (contact, _) = try centre.chat(configure(Self.disconnect))
    centre.wait(minutes: 3)
    #expect(centre.events().contains("CUSTOMER participant.autodisconnection"))
    #expect(centre.core.contacts[contact]?.phase != .connected)
  }

  @Test func agentsHaveTimersOfTheirOwn() throws {
    var centre = Centre()
    let (contact, customer) = try centre.chat(configure(ParticipantTimer(role: .agent, kind: .idle, minutes: 4)))
    centre.wait(minutes: 3)
    try centre.say(customer, in: contact)
    centre.wait(minutes: 1)
    #expect(centre.events() == ["AGENT participant.idle"])
  }

  @Test func nothingRunsBeforeAnAgentIsThere() throws {
    var centre = Centre()
    let (contact, _) = try centre.chat { centre, contact in
      try centre.core.configureTimers([Self.idle], removing: [], of: contact, at: centre.now)
    }
    var alone = Centre(agents: 0)
    let waiting = try alone.core.startChat(
      ContactCentre.Beginning(flowReference: "f"), displayName: "Customer", contentTypes: [], initialMessage: nil,
      secondsMax: nil, rehydrating: nil, at: alone.now)
    try alone.core.configureTimers([Self.idle], removing: [], of: waiting.contactID, at: alone.now)
    alone.wait(minutes: 10)
    centre.wait(minutes: 10)
    #expect(alone.events().isEmpty)
    #expect(centre.core.contacts[contact] != nil && centre.events() == ["CUSTOMER participant.idle"])
  }

  /// What is changed while an agent is there holds when the next one joins.
  @Test func aChangeHoldsFromTheNextAgent() throws {
    var centre = Centre()
    let (contact, _) = try centre.chat(configure(Self.idle))
    try centre.core.configureTimers([], removing: [Self.idle], of: contact, at: centre.now)
    centre.wait(minutes: 2)
    #expect(centre.events() == ["CUSTOMER participant.idle"])
    #expect(centre.core.contacts[contact]?.chat?.timers.isEmpty == true)
  }

  @Test func timersAreOfChats() throws {
    var centre = Centre()
    #expect(throws: CentreProblem.self) {
      try centre.core.configureTimers([Self.idle], removing: [], of: "nobody", at: centre.now)
    }
  }

  @Test func timersSurviveARestart() throws {
    var centre = Centre()
    let (contact, _) = try centre.chat(configure(Self.idle))
    let live = try #require(centre.core.contacts[contact])
    let stored = try JSON.parse(try JSON(encoding: live).bytes).decoded(as: Contact.self)
    let agent = try #require(centre.core.agents["a0"])
    var next = Centre()
    next.core.restore([stored], [agent], at: next.now)
    next.wait(minutes: 2)
    #expect(next.events() == ["CUSTOMER participant.idle"])
  }
}
