import CallControl
import Contacts
import FlowEngine
import Testing
import Vocabulary

@Suite struct CallControlTests {
  private static let voice = TextToSpeech()
  private static func dialling(_ number: String, seconds: Int = 20) -> TelephonyCommand {
    .dialThirdParty(
      token: 5,
      ThirdPartyRequest(number: number, timeLimitSeconds: seconds, continuesFlow: true, digits: "12", callerNumber: nil))
  }
  private static func question(
    _ presentations: [Presentation] = [], digitsMax: Int = 20, terminator: String = "#", isSecret: Bool = false
  ) -> TelephonyCommand {
    .collect(
      token: 7,
      InputRequest(
        presentations: presentations, timeLimitSeconds: 5, interdigitSeconds: 3, digitsMax: digitsMax, terminator: terminator,
        isCancelKeyEnabled: true, isSecret: isSecret), voice)
  }

  // MARK: Who hears whom

  @Test func customerAndAgentHearEachOtherOnceTheAgentHasJoined() {
    var telephones = Telephones()
    let customer = telephones.call("A")
    let agent = telephones.dials(.callAgent(agentID: "ann"), "A")
    telephones.happens(.answered, agent)
    #expect(telephones.hearing[customer, default: []].isEmpty && telephones.saidSince() == ["A: agentAnswered(agentID: \"ann\")"])
    telephones.perform(.join(agentID: "ann"), "A")
    #expect(telephones.hearing[customer] == [agent] && telephones.hearing[agent] == [customer])
    telephones.perform(.mute(agentID: "ann", isMuted: true), "A")
    #expect(telephones.hearing[customer] == [] && telephones.hearing[agent] == [customer])
  }

  @Test func whoIsOnHoldHearsNobodyAndIsNotHeard() {
    var telephones = Telephones()
    let (customer, agent) = (telephones.call("A"), telephones.agent("ann", "A"))
    telephones.perform(.hold(.customer), "A")
    #expect(telephones.hearing[customer] == [] && telephones.hearing[agent] == [])
    telephones.perform(.resume(.customer), "A")
    #expect(telephones.hearing[customer] == [agent] && telephones.hearing[agent] == [customer])
  }

  @Test func anAgentAsksAnotherAndBringsAllTogether() {
    var telephones = Telephones()
    let (customer, first) = (telephones.call("A"), telephones.agent("ann", "A"))
    telephones.perform(.hold(.customer), "A")
    telephones.perform(.consult(with: "A"), "B")
    let second = telephones.agent("bob", "B")
    #expect(telephones.hearing[first] == [second] && telephones.hearing[second] == [first] && telephones.hearing[customer] == [])
    telephones.perform(.resume(.customer), "A")
    #expect(telephones.hearing[customer] == [first, second] && telephones.hearing[second] == [customer, first])
    // The first leaves: the customer is the second's.
    #expect(telephones.perform(.rename(to: "B"), "A").contains(.hangUp(first)))
    #expect(telephones.hearing[customer] == [second] && telephones.hearing[second] == [customer])
    #expect(Set(telephones.perform(.hangUp, "B")) == [.hangUp(customer), .hangUp(second)])
    #expect(telephones.bridge.legCount == 0 && telephones.bridge.callCount == 0)
  }

  @Test func whoHangsUpWhileTheyAskIsToldOfOnce() {
    var telephones = Telephones()
    let (customer, first) = (telephones.call("A"), telephones.agent("ann", "A"))
    telephones.perform(.hold(.customer), "A")
    telephones.perform(.consult(with: "A"), "B")
    let second = telephones.agent("bob", "B")
    _ = telephones.saidSince()
    telephones.happens(.hungUp, first)
    #expect(telephones.saidSince() == ["A: agentHungUp(agentID: \"ann\")"])
    telephones.perform(.rename(to: "B"), "A")
    #expect(telephones.hearing[customer] == [second])
    telephones.happens(.hungUp, customer)
    #expect(telephones.saidSince() == ["B: customerHungUp"])
  }

  @Test func theirLegStaysWhenTheOneWhomTheyAskHangsUp() {
    var telephones = Telephones()
    let (customer, first) = (telephones.call("A"), telephones.agent("ann", "A"))
    telephones.perform(.hold(.customer), "A")
    telephones.perform(.consult(with: "A"), "B")
    let second = telephones.agent("bob", "B")
    #expect(telephones.perform(.hangUp, "B").contains(.hangUp(second)))
    telephones.perform(.resume(.customer), "A")
    #expect(telephones.hearing[customer] == [first] && telephones.legs == [customer, first])
  }

  @Test func aConversationThatEndsLeavesNoLeg() {
    var telephones = Telephones()
    let (customer, first) = (telephones.call("A"), telephones.agent("ann", "A"))
    telephones.perform(.hold(.customer), "A")
    telephones.perform(.consult(with: "A"), "B")
    _ = telephones.agent("bob", "B")
    telephones.happens(.hungUp, customer)
    telephones.perform(.hangUp, "A")
    telephones.perform(.hangUp, "B")
    #expect(telephones.legs.isEmpty && telephones.bridge.legCount == 0 && telephones.hearing[first] == nil)
  }

  // MARK: Those who are called

  @Test func aThirdPartyComesInAndGoesOnWithTheCustomer() {
    var telephones = Telephones()
    let (customer, agent) = (telephones.call("A"), telephones.agent("ann", "A"))
    telephones.perform(.hold(.customer), "A")
    let third = telephones.dials(Self.dialling("+441632960022"), "A")
    #expect(telephones.timers == [.dial(third): 20])
    #expect(telephones.happens(.answered, third).contains(.sendDigits(third, "12")))
    #expect(telephones.timers.isEmpty && telephones.hearing[agent] == [third] && telephones.hearing[customer] == [])
    telephones.perform(.resume(.customer), "A")
    #expect(telephones.hearing[customer] == [agent, third])
    _ = telephones.saidSince()
    #expect(telephones.perform(.release, "A").contains(.hangUp(agent)))
    #expect(telephones.hearing[customer] == [third] && telephones.hearing[third] == [customer])
    telephones.happens(.hungUp, third)
    #expect(!telephones.legs.contains(customer) && telephones.saidSince().isEmpty)
  }

  @Test(arguments: [("failed", "dialFailed"), ("late", "dialTimedOut")])
  func nobodyAnswers(_ outcome: String, _ event: String) {
    var telephones = Telephones()
    let customer = telephones.call("A")
    let third = telephones.dials(Self.dialling("+441632960022"), "A")
    if outcome == "failed" { telephones.happens(.failed, third) } else { telephones.fires(.dial(third)) }
    #expect(telephones.saidSince() == ["A: \(event)(token: 5)"] && telephones.legs == [customer] && telephones.timers.isEmpty)
  }

  @Test func aCustomerIsCalled() {
    var telephones = Telephones()
    let agent = telephones.dials(.callAgent(agentID: "ann"), "A")
    telephones.happens(.answered, agent)
    let customer = telephones.dials(.dialCustomer(token: 0, number: "+441632960033", callerNumber: nil, timeLimitSeconds: 9), "A")
    _ = telephones.saidSince()
    telephones.happens(.answered, customer)
    #expect(telephones.saidSince() == ["A: dialAnswered(token: 0)"])
    telephones.perform(.join(agentID: "ann"), "A")
    #expect(telephones.hearing[customer] == [agent])
  }

  @Test func anAgentWhoseTelephoneRefusesHasHungUp() {
    var telephones = Telephones()
    let customer = telephones.call("A")
    let agent = telephones.dials(.callAgent(agentID: "ann"), "A")
    telephones.happens(.failed, agent)
    #expect(telephones.saidSince() == ["A: agentHungUp(agentID: \"ann\")"] && telephones.legs == [customer])
  }

  // MARK: Playing and keys

  @Test func aWhisperWaitsForTheAgentToAnswer() {
    var telephones = Telephones()
    _ = telephones.call("A")
    let agent = telephones.dials(.callAgent(agentID: "ann"), "A")
    let whisper = TelephonyCommand.play(token: 3, [.text("A bill")], to: .agent, isRepeated: false, Self.voice)
    #expect(telephones.perform(whisper, "A").isEmpty)
    #expect(telephones.happens(.answered, agent).count { if case .play = $0 { true } else { false } } == 1)
    _ = telephones.saidSince()
    telephones.happens(.played(playback: telephones.playback(on: agent) ?? 0), agent)
    #expect(telephones.saidSince() == ["A: played(token: 3)"])
  }

  @Test func whatCannotBePlayedIsTold() {
    var telephones = Telephones()
    telephones.perform(.play(token: 4, [.text("Nobody hears it")], to: .agent, isRepeated: false, Self.voice), "A")
    #expect(telephones.saidSince() == ["A: playingFailed(token: 4)"], "there is no agent")
    let customer = telephones.call("B")
    telephones.perform(.play(token: 4, [.prompt("gone")], to: .customer, isRepeated: true, Self.voice), "B")
    let stale = telephones.playback(on: customer) ?? 0
    telephones.perform(.play(token: 6, [.prompt("there")], to: .customer, isRepeated: true, Self.voice), "B")
    telephones.happens(.playingFailed(playback: stale), customer)
    #expect(telephones.saidSince().isEmpty, "it was replaced")
    telephones.happens(.playingFailed(playback: telephones.playback(on: customer) ?? 0), customer)
    #expect(telephones.saidSince() == ["B: playingFailed(token: 6)"])
  }

  @Test func keysInterruptAndAreInputUpToTheTerminator() {
    var telephones = Telephones()
    let customer = telephones.call("A")
    telephones.perform(Self.question([.text("Your number, please")]), "A")
    #expect(telephones.timers.isEmpty, "the time for keys begins after what is said")
    #expect(telephones.happens(.pressed("1"), customer).contains(.stopPlaying(customer)))
    #expect(telephones.timers == [.input(customer): 3])
    telephones.press("9*234#", customer)
    #expect(telephones.saidSince() == ["A: digitsCollected(token: 7, digits: \"234\")"] && telephones.timers.isEmpty)
    telephones.press("5", customer)
    #expect(telephones.saidSince().isEmpty)
  }

  @Test func aMenuTakesOneKey() {
    var telephones = Telephones()
    let customer = telephones.call("A")
    telephones.perform(Self.question(digitsMax: 1, terminator: ""), "A")
    #expect(telephones.timers == [.input(customer): 5])
    telephones.press("#", customer)
    #expect(telephones.saidSince() == ["A: digitsCollected(token: 7, digits: \"#\")"])
  }

  @Test func silenceEndsInput() {
    var telephones = Telephones()
    let customer = telephones.call("A")
    telephones.perform(Self.question([.text("Your number, please")]), "A")
    telephones.happens(.played(playback: telephones.playback(on: customer) ?? 0), customer)
    #expect(telephones.timers == [.input(customer): 5])
    telephones.fires(.input(customer))
    telephones.perform(Self.question(), "A")
    telephones.press("12", customer)
    telephones.fires(.input(customer))
    #expect(telephones.saidSince() == ["A: inputTimedOut(token: 7)", "A: digitsCollected(token: 7, digits: \"12\")"])
  }

  @Test func secretKeysAreGuardedForAsLongAsTheyAreAskedFor() {
    var telephones = Telephones()
    let customer = telephones.call("A")
    #expect(telephones.perform(Self.question(isSecret: true), "A").contains(.guardDigits(customer, true)))
    #expect(telephones.happens(.pressed("#"), customer).contains(.guardDigits(customer, false)))
    // A question that is not secret takes the place of one that is.
    telephones.perform(Self.question(isSecret: true), "A")
    #expect(telephones.perform(Self.question(), "A").contains(.guardDigits(customer, false)))
  }

  // MARK: Recording

  @Test func keysAreGuardedWhileARecordingIsSuspended() throws {
    var telephones = Telephones()
    let customer = telephones.call("A")
    let suspended = try #require(JSON.parse(#"{"RecordingBehavior": {"RecordedParticipants": []}, "IsSuspended": true}"#).object)
    let resumed = try #require(JSON.parse(#"{"RecordingBehavior": {"RecordedParticipants": ["Customer"]}}"#).object)
    #expect(telephones.perform(.setRecording(suspended), "A").contains(.guardDigits(customer, true)))
    // A question in between, secret or not, leaves it so.
    #expect(!telephones.perform(Self.question(isSecret: true), "A").contains(.guardDigits(customer, false)))
    #expect(!telephones.happens(.pressed("#"), customer).contains(.guardDigits(customer, false)))
    // So does a transfer.
    #expect(!telephones.perform(.rename(to: "B"), "A").contains(.guardDigits(customer, false)))
    #expect(telephones.perform(.setRecording(resumed), "B").contains(.guardDigits(customer, false)))
  }

  @Test func whoIsRecordedFollowsTheFlowAndWhoIsThere() {
    var telephones = Telephones()
    let behaviour = recording(["Agent", "Customer"])
    let customer = telephones.call("A")
    telephones.perform(.setRecording(behaviour), "A")
    #expect(telephones.tracks["A"] == nil, "there is no agent yet")
    let agent = telephones.agent("ann", "A")
    #expect(telephones.tracks["A"]?.customer == [customer] && telephones.tracks["A"]?.agent == [agent])
    telephones.perform(.hold(.customer), "A")
    #expect(telephones.tracks["A"]?.customer == [] && telephones.tracks["A"]?.agent == [agent])
    telephones.perform(.resume(.customer), "A")
    telephones.perform(.setRecording(recording(["Customer"])), "A")
    #expect(telephones.tracks["A"]?.customer == [customer] && telephones.tracks["A"]?.agent == [])
    telephones.perform(.rename(to: "B"), "A")
    #expect(telephones.finished == ["A"])
    let second = telephones.agent("bob", "B")
    #expect(telephones.tracks["B"]?.customer == [customer] && telephones.legs == [customer, second])
    telephones.perform(.hangUp, "B")
    #expect(telephones.finished == ["A", "B"])
  }
}
