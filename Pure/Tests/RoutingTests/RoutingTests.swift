import Routing
import Testing
import Vocabulary

/// Each promise of routing by one example.
struct RoutingTests {
  @Test func theAgentWhoIsFreeGetsTheContact() {
    var hall = Hall()
    _ = hall.agent(0)
    #expect(hall.contact(1) == [offer(1, 0)])
  }

  @Test func theContactThatWaitsGoesToWhoComesFree() {
    var hall = Hall()
    #expect(hall.contact(1).isEmpty)
    #expect(hall.agent(0) == [offer(1, 0)])
  }

  @Test func whoHasBeenIdleLongestComesFirst() {
    var hall = Hall()
    _ = hall.agent(3)
    hall.wait(1)
    _ = hall.agent(1)
    #expect(hall.contact(1) == [offer(1, 3)])
  }

  @Test func theMoreUrgentThenTheOlderComesFirst() {
    var hall = Hall()
    _ = hall.contact(1)
    hall.wait(1)
    _ = hall.contact(2)
    hall.wait(1)
    _ = hall.contact(3, priority: 1)
    #expect(hall.agent(0) == [offer(3, 0), offer(1, 0)])
  }

  @Test func ageIsAdjusted() {
    var hall = Hall()
    _ = hall.contact(1)
    hall.wait(5)
    _ = hall.contact(2)
    hall.happen(.demandChanged(ContactNumber(2), priority: nil, ageAdjustmentSeconds: 60, criteria: nil))
    #expect(hall.agent(0) == [offer(2, 0), offer(1, 0)])
  }

  @Test func aProfilesFirstQueuesComeFirst() {
    let entries = [(0, 2), (1, 1)].map {
      ProfileRules.Entry(queue: QueueNumber(UInt32($0.0)), channel: .chat, priority: $0.1, delaySeconds: 0)
    }
    var hall = Hall(entries: entries)
    _ = hall.contact(1, in: 0, priority: 1)
    _ = hall.contact(2, in: 1)
    #expect(hall.agent(0) == [offer(2, 0, 1), offer(1, 0, 0)])
  }

  @Test func aDelayIsWaitedFor() {
    var hall = Hall(entries: [ProfileRules.Entry(queue: QueueNumber(0), channel: .chat, priority: 1, delaySeconds: 30)])
    _ = hall.agent(0)
    #expect(hall.contact(1).isEmpty)
    #expect(hall.wait(29).isEmpty)
    #expect(hall.wait(1) == [offer(1, 0)])
  }

  @Test func concurrencyIsKept() {
    var hall = Hall()
    _ = hall.agent(0)
    _ = hall.contact(1)
    _ = hall.contact(2)
    #expect(hall.contact(3).isEmpty)
    #expect(hall.contact(4, .task).isEmpty, "another channel, though the profile takes one at a time")
    hall.happen(.offerAccepted(ContactNumber(1), AgentNumber(0)))
    #expect(hall.happen(.contactFinished(ContactNumber(1), AgentNumber(0))).isEmpty, "after-contact work holds the slot")
    #expect(hall.happen(.contactReleased(ContactNumber(1), AgentNumber(0))) == [offer(3, 0)])
  }

  @Test func otherChannelsAreTakenWhereTheProfileSaysSo() {
    var hall = Hall(takesOtherChannels: true)
    _ = hall.agent(0)
    _ = hall.contact(1)
    #expect(hall.contact(2, .task) == [offer(2, 0)])
  }

  @Test func anOfferThatIsNotAnsweredGoesOn() {
    var hall = Hall()
    _ = hall.agent(0)
    hall.wait(1)
    _ = hall.agent(1)
    _ = hall.contact(1)
    #expect(hall.wait(19).isEmpty)
    #expect(hall.wait(1) == [.markMissed(ContactNumber(1), AgentNumber(0)), offer(1, 1)])
  }

  @Test func whoMissedItIsNotAskedAgainBeforeItIsCleared() {
    var hall = Hall()
    _ = hall.agent(0)
    _ = hall.contact(1)
    #expect(hall.wait(20) == [.markMissed(ContactNumber(1), AgentNumber(0))])
    #expect(hall.happen(.contactReleased(ContactNumber(1), AgentNumber(0))) == [offer(1, 0)])
  }

  @Test func aLateAnswerMeansNothing() {
    var hall = Hall()
    _ = hall.agent(0)
    _ = hall.contact(1)
    hall.wait(20)
    hall.happen(.offerAccepted(ContactNumber(1), AgentNumber(0)))
    #expect(hall.state.figures(of: QueueNumber(0), channel: .chat).contactsInQueue == 1)
  }

  @Test func aRejectedContactGoesToSomebodyElse() {
    var hall = Hall()
    _ = hall.agent(0)
    _ = hall.contact(1)
    hall.wait(1)
    _ = hall.agent(1)
    #expect(hall.happen(.offerRejected(ContactNumber(1), AgentNumber(0))) == [offer(1, 1)])
  }

  @Test func anAgentsOwnQueueIsForThatAgentAndComesFirst() {
    var hall = Hall()
    _ = hall.agent(0, isRoutable: false)
    _ = hall.agent(1)
    _ = hall.contact(1, priority: 1)
    #expect(hall.contact(2, in: 100).isEmpty)
    _ = hall.contact(3, priority: 1)
    _ = hall.contact(4, priority: 1)
    #expect(
      hall.happen(.agentStatusChanged(AgentNumber(0), isRoutable: true, isOnline: true)) == [offer(2, 0, 100), offer(4, 0)])
  }

  @Test func aSkillIsAskedForUntilItsStepExpires() {
    let french = AgentRules.Proficiency(name: 1, value: 2, level: 4)
    let wanted = RoutingCriteria(steps: [
      .init(expression: .proficiency(name: 1, value: 2, minimum: 3, maximum: 5), expirySeconds: 10)
    ])
    var hall = Hall()
    _ = hall.agent(0)
    hall.wait(1)
    _ = hall.agent(1, skills: [french])
    #expect(hall.contact(1, criteria: wanted) == [offer(1, 1)], "the skilled one, though the other has waited longer")
    hall.happen(.agentRemoved(AgentNumber(1)))
    #expect(hall.wait(9).isEmpty)
    #expect(hall.wait(1) == [offer(1, 0)])
  }

  @Test func expressionsJoin() {
    let skills = [AgentRules.Proficiency(name: 1, value: 1, level: 2), .init(name: 2, value: 1, level: 5)]
    let first = RoutingCriteria.Expression.proficiency(name: 1, value: 1, minimum: 3, maximum: 5)
    let second = RoutingCriteria.Expression.proficiency(name: 2, value: 1, minimum: 3, maximum: 5)
    for (number, (expression, fits)) in [
      (RoutingCriteria.Expression.all([first, second]), false), (.any([first, second]), true), (.not(first), true),
      (.agents([AgentNumber(0)]), true), (.agents([AgentNumber(9)]), false),
    ].enumerated() {
      var hall = Hall()
      _ = hall.agent(0, skills: skills)
      let told = hall.contact(
        UInt32(number), criteria: RoutingCriteria(steps: [.init(expression: expression, expirySeconds: nil)]))
      #expect(told.isEmpty != fits, "\(expression)")
    }
  }

  @Test func aFullOrDisabledOrUnknownQueueRefuses() {
    var hall = Hall()
    hall.happen(.queueConfigured(QueueNumber(0), QueueRules(contactsMax: 1, isEnabled: true)))
    #expect(hall.contact(1).isEmpty)
    #expect(hall.contact(2) == [.refuse(ContactNumber(2), .queueAtCapacity)])
    hall.happen(.queueConfigured(QueueNumber(1), QueueRules(contactsMax: nil, isEnabled: false)))
    #expect(hall.contact(3, in: 1) == [.refuse(ContactNumber(3), .queueDisabled)])
    #expect(hall.contact(4, in: 77) == [.refuse(ContactNumber(4), .queueUnknown)])
  }

  @Test func aPausedTaskFreesItsSlot() {
    var hall = Hall()
    _ = hall.agent(0)
    _ = hall.contact(1, .task)
    hall.happen(.offerAccepted(ContactNumber(1), AgentNumber(0)))
    _ = hall.contact(2, .task)
    #expect(hall.happen(.contactPaused(ContactNumber(1), AgentNumber(0))) == [offer(2, 0)])
  }

  @Test func whoIsAwayGetsNothing() {
    var hall = Hall()
    _ = hall.agent(0)
    hall.happen(.agentStatusChanged(AgentNumber(0), isRoutable: true, isOnline: false))
    #expect(hall.contact(1).isEmpty)
    hall.happen(.agentStatusChanged(AgentNumber(0), isRoutable: false, isOnline: true))
    #expect(hall.contact(2).isEmpty)
  }

  @Test func figuresCount() {
    var hall = Hall()
    _ = hall.agent(0)
    _ = hall.contact(1)
    hall.happen(.offerAccepted(ContactNumber(1), AgentNumber(0)))
    _ = hall.contact(2)
    _ = hall.contact(3)
    hall.wait(5)
    let figures = hall.state.figures(of: QueueNumber(0), channel: .chat)
    #expect(figures.contactsInQueue == 2 && figures.oldestSince == Moment(seconds: 1_000))
    #expect(
      figures.agentsOnline == 1 && figures.agentsStaffed == 1 && figures.agentsOnContact == 1 && figures.agentsAvailable == 0)
  }
}
