import ContactMetrics
import Contacts
import FlowEngine
import Testing
import Vocabulary

/// A supervisor's session: a contact beside the one that it listens to, and bound to it.
struct SupervisionTests {
  private struct Floor {
    var centre: Centre
    let contact: String
    private(set) var effects: [CentreEffect] = []

    /// Agent a0 talks with a customer; the others are free.
    init(agents: Int = 2) throws {
      centre = Centre(agents: agents)
      contact = try centre.core.callOut(to: "+441632960011", by: "a0", at: centre.now)
      centre.core.telephony(.dialAnswered(token: 0), of: contact, at: centre.now)
      take()
    }

    mutating func take() { effects += centre.core.takeOutput().effects }

    mutating func listen(_ user: String = "a1", mayBarge: Bool = true, isAnswered: Bool = true) throws -> String {
      let made = try centre.core.monitorContact(contact, by: user, mayBarge: mayBarge, at: centre.now)
      if isAnswered { centre.core.telephony(.agentAnswered(agentID: user), of: made, at: centre.now) }
      take()
      return made
    }

    mutating func asked(of contactID: String) -> [TelephonyCommand] {
      take()
      return effects.compactMap { if case .telephony(contactID, let command) = $0 { command } else { nil } }
    }

    mutating func ends() -> [MonitoringEnd] {
      take()
      return effects.compactMap { if case .monitoringEnded(let end) = $0 { end } else { nil } }
    }

    /// The code of what is refused; nil where it is not.
    mutating func refusal(_ body: (inout ContactCentre, Moment) throws -> Void) -> CentreProblem.Code? {
      do {
        try body(&centre.core, centre.now)
        return nil
      } catch {
        return (error as? CentreProblem)?.code
      }
    }

    /// The last event of an agent's.
    func told(of agentID: String) -> String? {
      effects.reversed().lazy.compactMap { if case .agentEvent(let event) = $0 { event } else { nil } }
        .first { $0.agentID == agentID }.map { String(decoding: $0.text, as: UTF8.self) }
    }

    func slot(_ contactID: String, of user: String = "a1") -> AgentSlot? { centre.core.agents[user]?.slot(contactID) }
  }

  @Test func theTelephoneRingsAndThenHears() throws {
    var floor = try Floor()
    let made = try floor.listen(isAnswered: false)
    #expect(floor.asked(of: made) == [.callAgent(agentID: "a1")] && floor.slot(made)?.state == .connecting)
    #expect(floor.told(of: "a1")?.contains(#""State":"CONNECTING""#) == true, "the event stream says so too")
    floor.centre.core.telephony(.agentAnswered(agentID: "a1"), of: made, at: floor.centre.now)
    #expect(floor.asked(of: made).suffix(2) == [.join(agentID: "a1"), .monitor(contactID: floor.contact, mode: .silentMonitor)])
    let contact = try #require(floor.centre.core.contacts[made])
    #expect(contact.context.initiationMethod == "MONITOR" && contact.relatedContactID == floor.contact)
    #expect(contact.phase == .connected && floor.slot(made)?.state == .connected && contact.context.initialContactID == made)
  }

  @Test func whoDoesNotAnswerListensToNothing() throws {
    var floor = try Floor()
    let made = try floor.listen(isAnswered: false)
    floor.centre.now = floor.centre.now.adding(seconds: 30)
    floor.centre.core.timePassed(at: floor.centre.now)
    #expect(floor.asked(of: made).last == .hangUp && floor.centre.core.contacts[made] == nil && floor.slot(made) == nil)
    #expect(floor.ends().map(\.reason) == ["OTHER"])
    // A telephone that is lifted late finds nobody.
    floor.centre.core.telephony(.agentAnswered(agentID: "a1"), of: made, at: floor.centre.now)
    #expect(!floor.asked(of: made).contains(.join(agentID: "a1")))
  }

  @Test func theModeChangesAsFarAsWasAskedFor() throws {
    var floor = try Floor()
    let (made, contact) = (try floor.listen(), floor.contact)
    for mode in [MonitorMode.coach, .barge, .silentMonitor] {
      try floor.centre.core.setMonitorMode(mode, of: made, by: "a1", at: floor.centre.now)
      #expect(floor.asked(of: made).last == .monitor(contactID: contact, mode: mode))
      #expect(floor.centre.core.barged(into: contact).map(\.id) == (mode == .barge ? ["a1"] : []))
    }
  }

  @Test func withoutBargeNobodyIsLetHearTheSupervisor() throws {
    var floor = try Floor()
    let made = try floor.listen(mayBarge: false)
    for mode in [MonitorMode.coach, .barge] {
      #expect(floor.refusal { try $0.setMonitorMode(mode, of: made, by: "a1", at: $1) } == .notPermitted)
    }
    #expect(floor.refusal { try $0.setMonitorMode(.silentMonitor, of: made, by: "a1", at: $1) } == nil)
  }

  @Test func nobodyElseChangesASession() throws {
    var floor = try Floor(agents: 3)
    let (made, contact) = (try floor.listen(), floor.contact)
    #expect(floor.refusal { try $0.setMonitorMode(.barge, of: made, by: "a2", at: $1) } == .wrongState)
    #expect(floor.refusal { try $0.setMonitorMode(.barge, of: contact, by: "a0", at: $1) } == .wrongState)
    #expect(floor.refusal { try $0.setMonitorMode(.barge, of: "none", by: "a1", at: $1) } == .contactNotFound)
    #expect(floor.refusal { try $0.completeContact(made, by: "a2", at: $1) } == .wrongState)
  }

  @Test func beforeItIsAnsweredNothingIsChanged() throws {
    var floor = try Floor()
    let made = try floor.listen(isAnswered: false)
    #expect(floor.refusal { try $0.setMonitorMode(.barge, of: made, by: "a1", at: $1) } == .wrongState)
  }

  @Test func aSessionIsNoCallToHoldOrTransfer() throws {
    var floor = try Floor()
    let made = try floor.listen()
    #expect(floor.refusal { try $0.setHold(true, of: made, by: "a1", at: $1) } == .wrongState)
    #expect(floor.refusal { try $0.conference(made, by: "a1", at: $1) } == .wrongState)
    #expect(floor.refusal { try $0.sendDigits("1", to: made, by: "a1", at: $1) } == .wrongState)
    #expect(floor.refusal { _ = try $0.transferContact(made, by: "a1", quickConnect: "q", at: $1) } == .wrongState)
    #expect(floor.refusal { try $0.startRecording(["Agent"], of: made, at: $1) } == .wrongChannel)
    #expect(floor.refusal { try $0.setMute(true, of: made, by: "a1", at: $1) } == nil)
  }

  @Test func whatCannotBeListenedToIsRefused() throws {
    var floor = try Floor(agents: 3)
    let contact = floor.contact
    let (chat, _) = try floor.centre.core.startChat(
      ContactCentre.Beginning(flowReference: "f"), displayName: "Customer", contentTypes: [], initialMessage: nil,
      secondsMax: nil,
      rehydrating: nil, at: floor.centre.now)
    func refusal(_ contact: String, _ user: String) -> CentreProblem.Code? {
      floor.refusal { _ = try $0.monitorContact(contact, by: user, mayBarge: false, at: $1) }
    }
    #expect(refusal(chat, "a1") == .wrongChannel && refusal("none", "a1") == .contactNotFound)
    #expect(refusal(contact, "nobody") == .agentNotFound && refusal(contact, "a0") == .invalid)
    let made = try floor.listen()
    #expect(refusal(contact, "a1") == .invalid, "once is enough")
    #expect(refusal(made, "a2") == .invalid, "a session is no call")
    let waiting = try floor.centre.core.callArrived(from: nil, to: "+441632960000", flow: "f", at: floor.centre.now)
    #expect(refusal(waiting, "a2") == .invalid, "nobody is talking there")
  }

  @Test func fiveListenAndNoMore() throws {
    var floor = try Floor(agents: 8)
    let contact = floor.contact
    let sessions = try (1...5).map { try floor.listen("a\($0)") }
    #expect(floor.refusal { _ = try $0.monitorContact(contact, by: "a6", mayBarge: false, at: $1) } == .tooMany)
    try floor.centre.core.completeContact(sessions[0], by: "a1", at: floor.centre.now)
    _ = try floor.listen("a6")
  }

  @Test func theSessionEndsWithTheCallAndNotTheOtherWayRound() throws {
    var floor = try Floor(agents: 3)
    let (first, second) = (try floor.listen("a1"), try floor.listen("a2"))
    floor.centre.core.telephony(.agentHungUp(agentID: "a1"), of: first, at: floor.centre.now)
    #expect(floor.ends() == [end(first, floor, "a1", "AGENT_DISCONNECT")] && floor.slot(first) == nil)
    #expect(floor.centre.core.contacts[floor.contact]?.phase == .connected)
    floor.centre.core.telephony(.customerHungUp, of: floor.contact, at: floor.centre.now)
    #expect(floor.ends().last == end(second, floor, "a2", "OTHER") && floor.asked(of: second).last == .hangUp)
    #expect(floor.centre.core.contacts[second] == nil && floor.slot(second, of: "a2") == nil)
    // It leaves no work behind, and its record.
    let record = floor.effects.lazy.compactMap { if case .deposit(second, let record) = $0 { record } else { nil } }.first
    #expect(record?["Agent"]?["AfterContactWorkStartTimestamp"]?.isNull == true)
  }

  private func end(_ session: String, _ floor: Floor, _ user: String, _ reason: String) -> MonitoringEnd? {
    floor.effects.lazy.compactMap { if case .monitoringEnded(let end) = $0 { end } else { nil } }.first {
      $0.monitorContactID == session && $0.contactID == floor.contact && $0.userID == user && $0.reason == reason
    }
  }

  @Test func aSupervisorWhoseDeskIsLostListensNoMore() throws {
    var floor = try Floor()
    let made = try floor.listen()
    floor.centre.core.deskLost("a1", at: floor.centre.now)
    #expect(floor.ends().map(\.reason) == ["AGENT_NETWORK_DISCONNECT"] && floor.slot(made) == nil)
  }

  @Test func aUserWhoIsDeletedListensNoMore() throws {
    var floor = try Floor()
    let made = try floor.listen()
    floor.centre.core.configure([.agent(id: "a1", nil)], at: floor.centre.now)
    #expect(floor.ends().count == 1 && floor.asked(of: made).last == .hangUp && floor.centre.core.contacts[made] == nil)
  }

  @Test func noSessionOutlivesARestart() throws {
    var floor = try Floor()
    let made = try floor.listen()
    var next = Centre(agents: 0)
    next.core.configure((0...1).flatMap { [Centre.agentChange($0)] }, at: next.now)
    next.core.restore(Array(floor.centre.core.contacts.values), Array(floor.centre.core.agents.values), at: next.now)
    #expect(next.core.contacts[made] == nil && next.core.agents["a1"]?.slots == [])
  }

  @Test func sessionsAreNoContactsHandled() throws {
    var floor = try Floor()
    let made = try floor.listen()
    #expect(
      !floor.centre.core.openFacts(at: floor.centre.now).contains {
        if case .contact(let fact) = $0 { fact.contactID == made } else { false }
      })
    try floor.centre.core.completeContact(made, by: "a1", at: floor.centre.now)
    floor.take()
    #expect(!floor.effects.contains { if case .fact(.contact(let fact)) = $0 { fact.contactID == made } else { false } })
  }
}
