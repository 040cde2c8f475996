import CallControl
import Contacts
import FlowEngine
import Testing

/// Who may refer is an agent; and whoever comes in the place of a leg goes on with what that one was to hear and to press.
@Suite struct ReferralTests {
  private static let voice = TextToSpeech()

  @Test func anAgentIsHeardAndNobodyElse() {
    var telephones = Telephones()
    let (customer, agent) = (telephones.call("A"), telephones.agent("ann", "A"))
    let third = telephones.dials(
      .dialThirdParty(
        token: -1,
        ThirdPartyRequest(number: "+441632960022", timeLimitSeconds: 9, continuesFlow: true, digits: nil, callerNumber: nil)), "A"
    )
    telephones.happens(.answered, third)
    _ = telephones.saidSince()
    #expect(telephones.happens(.referred(to: "Sales"), agent).isEmpty)
    #expect(telephones.saidSince() == ["A: agentReferred(agentID: \"ann\", to: \"Sales\")"])
    for leg in [customer, third] {
      #expect(telephones.happens(.referred(to: "Sales"), leg) == [.answerReferral(leg, .notPermitted)])
    }
    #expect(telephones.saidSince().isEmpty && telephones.bridge.agent(of: agent) == "ann")
    #expect(telephones.bridge.agent(of: customer) == nil && telephones.bridge.agent(of: third) == nil)
    #expect(telephones.perform(.answerReferral(agentID: "ann", .busy), "A") == [.answerReferral(agent, .busy)])
    #expect(telephones.perform(.answerReferral(agentID: "bob", .busy), "A").isEmpty)
  }

  @Test func anAgentWhoHasNotAnsweredRefersNobody() {
    var telephones = Telephones()
    _ = telephones.call("A")
    let agent = telephones.dials(.callAgent(agentID: "ann"), "A")
    #expect(telephones.happens(.referred(to: "Sales"), agent) == [.answerReferral(agent, .notPermitted)])
    #expect(telephones.saidSince().isEmpty)
  }

  /// An agent asks, and leaves at once: by the desk, or by hanging up before it is known that they are gone.
  @Test(arguments: [true, false]) func whatTheAgentWasToHearIsForTheCustomer(_ hangsUp: Bool) {
    var telephones = Telephones()
    let (customer, agent) = (telephones.call("A"), telephones.agent("ann", "A"))
    telephones.perform(.hold(.customer), "A")
    telephones.perform(.play(token: 8, [.text("Hold")], to: .customer, isRepeated: true, Self.voice), "A")
    telephones.perform(.consult(with: "A"), "B")
    telephones.perform(.play(token: 3, [.text("One moment")], to: .customer, isRepeated: false, Self.voice), "B")
    if hangsUp { telephones.happens(.hungUp, agent) }
    let asked = telephones.perform(.rename(to: "B"), "A")
    let number = telephones.playback(on: customer) ?? 0
    #expect(asked.contains(.play(customer, playback: number, [.text("One moment")], isRepeated: false, Self.voice)))
    _ = telephones.saidSince()
    telephones.happens(.played(playback: number), customer)
    #expect(telephones.saidSince() == ["B: played(token: 3)"])
  }

  @Test(arguments: [true, false]) func whatTheAgentWasToPressIsForTheCustomer(_ isAsked: Bool) {
    var telephones = Telephones()
    let (customer, agent) = (telephones.call("A"), telephones.agent("ann", "A"))
    telephones.perform(.consult(with: "A"), "B")
    telephones.perform(
      .collect(
        token: 7,
        InputRequest(
          presentations: isAsked ? [.text("Press one")] : [], timeLimitSeconds: 5, interdigitSeconds: 3, digitsMax: 1,
          terminator: "#", isCancelKeyEnabled: false, isSecret: true), Self.voice), "B")
    telephones.happens(.hungUp, agent)
    #expect(telephones.timers.isEmpty)
    #expect(telephones.perform(.rename(to: "B"), "A").contains(.guardDigits(customer, true)))
    _ = telephones.saidSince()
    if isAsked { telephones.happens(.played(playback: telephones.playback(on: customer) ?? 0), customer) }
    #expect(telephones.timers == [.input(customer): 5])
    telephones.press("1", customer)
    #expect(telephones.saidSince() == ["B: digitsCollected(token: 7, digits: \"1\")"] && telephones.timers.isEmpty)
  }

  @Test func whatWasStoppedMeanwhileIsNotPlayed() {
    var telephones = Telephones()
    let (customer, agent) = (telephones.call("A"), telephones.agent("ann", "A"))
    telephones.perform(.consult(with: "A"), "B")
    telephones.perform(.play(token: 3, [.text("One moment")], to: .customer, isRepeated: true, Self.voice), "B")
    telephones.happens(.hungUp, agent)
    telephones.perform(.stopPlaying(to: .customer), "B")
    telephones.perform(.rename(to: "B"), "A")
    #expect(telephones.playback(on: customer) == nil)
    telephones.perform(.hangUp, "B")
    #expect(telephones.bridge.callCount == 0 && telephones.legs.isEmpty)
  }
}
