import Contacts
import FlowEngine
import FlowLanguage
import Testing
import Vocabulary

/// Transfers that an agent's telephone asks for do what the desk does, and nothing that the desk cannot.
struct ReferralTests {
  private static let number = "+441632960022"

  /// Agent a0 talks with a customer.
  private struct Floor {
    var centre: Centre
    let contact: String
    private var effects: [CentreEffect] = []

    init() throws {
      centre = Centre(agents: 2)
      let arn = Centre.instance.arn
      let destinations: [(String, String, QuickConnectSettings.Destination)] = [
        ("qc-number", "Warehouse", .number(number)), ("qc-queue", "Back office", .queue(queueID: "q", flowID: "f")),
        ("qc-agent", "A colleague", .agent(agentID: "a1", flowID: "to-agent")), ("qc-flow", "A survey", .flow(flowID: "f")),
        ("qc-gone", "Nowhere", .queue(queueID: "q", flowID: "gone")), ("qc-lost", "Nothing", .flow(flowID: "gone")),
        ("qc-ends", "Dead end", .queue(queueID: "q", flowID: "ends")),
      ]
      centre.core.configure(
        destinations.map { id, name, destination in
          .quickConnect(
            id: id, QuickConnectSettings(id: id, arn: "\(arn)/transfer-destination/\(id)", name: name, destination: destination))
        } + [
          .flow(id: "ends", Self.flow("ends", "DisconnectParticipant")),
          .flow(id: "to-agent", Self.flow("to-agent", "TransferContactToAgent")),
          .routingProfile(
            id: "p",
            RoutingProfileSettings(
              id: "p", arn: "\(arn)/routing-profile/p", name: "Profile", entries: [],
              concurrency: [RoutingProfileSettings.Concurrency(channel: .voice, contactsMax: 1, takesOtherChannels: false)],
              outboundQueueID: "q", countsOutbound: true)),
        ], at: centre.now)
      contact = try centre.core.callOut(to: "+441632960011", by: "a0", at: centre.now)
      centre.core.telephony(.dialAnswered(token: 0), of: contact, at: centre.now)
      _ = commands()
    }

    private static func flow(_ id: String, _ type: String) -> FlowSettings? {
      let text: JSON = [
        "Version": "2019-10-30", "StartAction": "only", "Metadata": [:],
        "Actions": [["Identifier": "only", "Type": .string(type), "Parameters": [:], "Transitions": [:]]],
      ]
      let kind: FlowType = type == "TransferContactToAgent" ? .agentTransfer : .queueTransfer
      guard case .success(let flow) = FlowReader.read(text.text, as: kind) else { return nil }
      let arn = "\(Centre.instance.arn)/contact-flow/\(id)"
      return FlowSettings(
        runnable: RunnableFlow(id: id, arn: arn, name: id, digest: id, flow: flow), type: kind, isDefault: false)
    }

    var state: Contact? { centre.core.contacts[contact] }
    var isTalking: Bool { state?.phase == .connected && state?.service?.heldSince == nil && state?.call?.thirdParty == nil }
    var isFinishing: Bool { state?.phase == .afterContactWork && centre.core.agents["a0"]?.slot(contact)?.state == .ended }

    /// What the telephone is asked since the last time, with the contact it is asked for.
    mutating func commands() -> [(contact: String, command: TelephonyCommand)] {
      let made = centre.core.takeOutput().effects
      effects += made
      return made.compactMap { if case .telephony(let contact, let command) = $0 { (contact, command) } else { nil } }
    }

    mutating func tell(_ event: TelephonyEvent, of contactID: String? = nil) -> [TelephonyCommand] {
      centre.core.telephony(event, of: contactID ?? contact, at: centre.now)
      return commands().map(\.command)
    }

    /// What the agent's telephone is answered at once; nil for nothing yet.
    mutating func refer(to name: String, by agentID: String = "a0", of contactID: String? = nil) -> ReferralOutcome? {
      Self.outcome(tell(.agentReferred(agentID: agentID, to: name), of: contactID))
    }

    static func outcome(_ commands: [TelephonyCommand]) -> ReferralOutcome? {
      commands.lazy.compactMap { if case .answerReferral(_, let outcome) = $0 { outcome } else { nil } }.first
    }

    mutating func perform(_ body: (inout ContactCentre, Moment) throws -> Void) throws -> [TelephonyCommand] {
      try body(&centre.core, centre.now)
      return commands().map(\.command)
    }

    /// The record, once the agent has finished.
    mutating func record() throws -> JSON {
      try centre.core.clearContact(contact, by: "a0", at: centre.now)
      effects += centre.core.takeOutput().effects
      let contact = contact
      let found = effects.compactMap { if case .deposit(contact, let record) = $0 { record } else { nil } }.first
      return try #require(found)
    }

    /// After whatever came of it, the call goes on and ends as any other.
    mutating func endsAsAnyOther() throws -> Bool {
      let contact = contact
      return isTalking
        ? try perform { try $0.completeContact(contact, by: "a0", at: $1) }.contains(.hangUp) && isFinishing : false
    }
  }

  private static func dials(_ commands: [TelephonyCommand]) -> [String] {
    commands.compactMap { if case .dialThirdParty(_, let request) = $0 { request.number } else { nil } }
  }

  // MARK: A number

  @Test(arguments: [number, "Warehouse", "qc-number"]) func theAgentLeavesWhenTheNumberAnswers(_ name: String) throws {
    var floor = try Floor()
    let asked = floor.tell(.agentReferred(agentID: "a0", to: name))
    #expect(Self.dials(asked) == [Self.number] && Floor.outcome(asked) == nil && asked.contains(.hold(.customer)))
    #expect(floor.state?.phase == .connected)
    #expect(floor.tell(.dialAnswered(token: -1)).suffix(2) == [.answerReferral(agentID: "a0", .succeeded), .release])
    #expect(floor.isFinishing && floor.state?.call?.thirdParty?.referral == nil)
    // What comes late changes nothing.
    #expect(floor.tell(.thirdPartyHungUp(token: -1)).isEmpty && floor.isFinishing)

    var desk = try Floor()
    let contact = desk.contact
    _ = try desk.perform { _ = try $0.transferContact(contact, by: "a0", quickConnect: "qc-number", at: $1) }
    _ = desk.tell(.dialAnswered(token: -1))
    _ = try desk.perform { try $0.completeContact(contact, by: "a0", at: $1) }
    #expect(try floor.record() == desk.record())
  }

  @Test(arguments: [TelephonyEvent.dialFailed(token: -1), .dialTimedOut(token: -1), nil])
  func theCallGoesOnWhenNobodyAnswers(_ event: TelephonyEvent?) throws {
    var floor = try Floor()
    #expect(floor.refer(to: Self.number) == nil)
    let said: [TelephonyCommand]
    if let event {
      said = floor.tell(event)
    } else {
      // Who carries the call says nothing at all.
      floor.centre.now = floor.centre.now.adding(seconds: 66)
      floor.centre.core.timePassed(at: floor.centre.now)
      said = floor.commands().map(\.command)
    }
    #expect(Floor.outcome(said) == .notAnswered && said.contains(.resume(.customer)))
    #expect(floor.state?.transfer == nil && floor.refer(to: "Nobody") == .notFound)
    #expect(try floor.endsAsAnyOther())
  }

  @Test func whoWasOnHoldStaysOnHold() throws {
    var floor = try Floor()
    let contact = floor.contact
    _ = try floor.perform { try $0.setHold(true, of: contact, by: "a0", at: $1) }
    #expect(floor.refer(to: Self.number) == nil)
    #expect(Floor.outcome(floor.tell(.dialFailed(token: -1))) == .notAnswered && floor.state?.service?.heldSince != nil)
  }

  /// Some telephones hang up as soon as they are told that the transfer is under way.
  @Test(arguments: [true, false]) func aTelephoneMayHangUpMeanwhile(_ answers: Bool) throws {
    var floor = try Floor()
    #expect(floor.refer(to: Self.number) == nil && floor.tell(.agentHungUp(agentID: "a0")).isEmpty)
    #expect(floor.state?.phase == .connected)
    let commands = floor.tell(answers ? .dialAnswered(token: -1) : .dialFailed(token: -1))
    #expect(commands.contains(.release) == answers && commands.contains(.hangUp) == !answers && floor.isFinishing)
    #expect(floor.state?.disconnectReason == "AGENT_DISCONNECT" && (floor.state?.transfer?.completedAt != nil) == answers)
  }

  @Test func theCustomerMayHangUpMeanwhile() throws {
    var floor = try Floor()
    #expect(floor.refer(to: Self.number) == nil && floor.tell(.customerHungUp).contains(.hangUp) && floor.isFinishing)
    #expect(floor.tell(.dialFailed(token: -1)).isEmpty && floor.isFinishing)
  }

  @Test func theDeskMayTransferInstead() throws {
    var floor = try Floor()
    let contact = floor.contact
    #expect(floor.refer(to: Self.number) == nil)
    let commands = try floor.perform { _ = try $0.transferContact(contact, by: "a0", quickConnect: "qc-number", at: $1) }
    #expect(Floor.outcome(commands) == .notAnswered && Self.dials(commands) == [Self.number])
    #expect(floor.tell(.dialAnswered(token: -1)).isEmpty && floor.state?.phase == .connected, "the desk's own waits for the desk")
  }

  // MARK: Queues, agents, flows

  @Test(arguments: [("Back office", "qc-queue"), ("agent1", "qc-agent"), ("A colleague", "qc-agent"), ("A survey", "qc-flow")])
  func theCustomerGoesOnAsTheDeskWouldHaveIt(_ name: String, _ quickConnect: String) throws {
    var floor = try Floor()
    floor.centre.core.telephony(.agentReferred(agentID: "a0", to: name), of: floor.contact, at: floor.centre.now)
    let asked = floor.commands()
    let answered = try #require(asked.firstIndex { $0.command == .answerReferral(agentID: "a0", .succeeded) })
    let successor = try #require(floor.state?.nextContactID)
    let renamed = try #require(asked.firstIndex { $0.contact == floor.contact && $0.command == .rename(to: successor) })
    #expect(answered < renamed && floor.isFinishing && asked.filter { $0.command == .hangUp }.isEmpty)
    #expect(floor.centre.core.contacts[successor]?.phase == .queued)

    var desk = try Floor()
    let contact = desk.contact
    _ = try desk.perform { _ = try $0.transferContact(contact, by: "a0", quickConnect: quickConnect, at: $1) }
    if desk.state?.phase == .connected { _ = try desk.perform { try $0.completeContact(contact, by: "a0", at: $1) } }
    #expect(try floor.record() == desk.record())
  }

  @Test func aFlowThatEndsAtOnceHasTakenNobody() throws {
    var floor = try Floor()
    #expect(floor.refer(to: "Dead end") == .notAnswered)
    #expect(try floor.endsAsAnyOther())
  }

  // MARK: What is refused

  @Test(arguments: ["Nobody", "+441632960099", "agent0", "warehouse", "", "Nowhere", "Nothing", "a1", "f", "q"])
  func whatTheDeskCannotTransferToIsNotFound(_ name: String) throws {
    var floor = try Floor()
    let before = floor.state
    #expect(floor.refer(to: name) == .notFound && floor.state == before)
    #expect(try floor.endsAsAnyOther())
  }

  @Test func anotherAgentsCallIsNotTheirs() throws {
    var floor = try Floor()
    let before = floor.state
    #expect(floor.refer(to: Self.number, by: "a1") == .notPermitted && floor.state == before)
    #expect(floor.refer(to: "Nobody", by: "a1") == .notPermitted, "nor do they learn whom there is")
    #expect(floor.refer(to: Self.number, by: "nobody") == .notPermitted && floor.state == before)
    #expect(try floor.endsAsAnyOther())
    #expect(floor.refer(to: Self.number) == .notPermitted && floor.isFinishing, "nor is one that is over")
  }

  @Test func aSupervisorTransfersNobody() throws {
    var floor = try Floor()
    let made = try floor.centre.core.monitorContact(floor.contact, by: "a1", mayBarge: true, at: floor.centre.now)
    _ = floor.tell(.agentAnswered(agentID: "a1"), of: made)
    #expect(
      floor.refer(to: Self.number, by: "a1", of: made) == .notPermitted && floor.centre.core.contacts[made]?.phase == .connected)
    #expect(floor.isTalking)
  }

  @Test func oneTransferAtATime() throws {
    var floor = try Floor()
    #expect(
      floor.refer(to: Self.number) == nil && floor.refer(to: "Back office") == .busy && floor.refer(to: Self.number) == .busy)
    #expect(Floor.outcome(floor.tell(.dialAnswered(token: -1))) == .succeeded && floor.isFinishing)
    var other = try Floor()
    let contact = other.contact
    _ = try other.perform { _ = try $0.transferContact(contact, by: "a0", quickConnect: "qc-agent", at: $1) }
    #expect(other.refer(to: "Back office") == .busy && other.state?.phase == .connected)
  }

  // MARK: Whom the desk asks

  /// Who was asked, and leaves, takes nobody along; who has asked ends the call for good after it.
  @Test func whoWasAskedLeaves() throws {
    var floor = try Floor()
    let contact = floor.contact
    _ = try floor.perform { _ = try $0.transferContact(contact, by: "a0", quickConnect: "qc-agent", at: $1) }
    let made = try #require(floor.state?.nextContactID)
    _ = floor.tell(.agentAnswered(agentID: "a1"), of: made)
    #expect(floor.centre.core.contacts[made]?.phase == .connected)
    floor.centre.core.telephony(.agentHungUp(agentID: "a1"), of: made, at: floor.centre.now)
    let asked = floor.commands()
    #expect(asked.contains { $0.contact == made && $0.command == .hangUp } && !asked.contains { $0.contact == contact })
    #expect(floor.state?.phase == .connected)
    #expect(try floor.perform { try $0.completeContact(contact, by: "a0", at: $1) }.contains(.hangUp) && floor.isFinishing)
  }

  /// A quick connect whose flow is gone changes nothing.
  @Test func aFlowThatIsGoneTakesNobody() throws {
    var floor = try Floor()
    let (before, contact) = (floor.state, floor.contact)
    #expect(throws: CentreProblem.self) {
      _ = try floor.perform { _ = try $0.transferContact(contact, by: "a0", quickConnect: "qc-lost", at: $1) }
    }
    #expect(floor.state == before)
  }

  @Test func theStateOfATransferIsStored() throws {
    var floor = try Floor()
    #expect(floor.refer(to: Self.number) == nil && floor.state?.call?.thirdParty?.referral?.wasOnHold == false)
    let stored = try Packed.bytes(of: #require(floor.state))
    #expect(try Packed.value(Contact.self, from: stored) == floor.state)
  }
}
