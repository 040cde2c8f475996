import FlowEngine
import FlowLanguage
import Testing
import Vocabulary

@Suite struct BranchTests {
  private func compare(_ value: String, _ comparison: FlowOperator, _ operand: String) -> Bool {
    var context = FlowContext.test(on: .voice)
    context.attributes["v"] = .string(value)
    let predicates = [(FlowPredicate.compare(comparison, operands: [operand]), "met")]
    let play = Play.of(
      .compare, ["ComparisonValue": "$.Attributes.v"], predicates: predicates, errors: ["NoMatchingCondition"], hasNext: false,
      with: context)
    #expect(play.took == "met" || play.took == "NoMatchingCondition")
    return play.took == "met"
  }

  @Test func operators() {
    #expect(compare("green", .equals, "green") && !compare("Green", .equals, "green") && !compare("01", .equals, "1"))
    #expect(compare("green", .textStartsWith, "gr") && !compare("green", .textStartsWith, "re"))
    #expect(compare("green", .textEndsWith, "een") && !compare("green", .textEndsWith, "gre"))
    #expect(compare("green", .textContains, "ree") && !compare("green", .textContains, "rex"))
    #expect(compare("10", .numberGreaterThan, "9") && !compare("9", .numberGreaterThan, "9"))
    #expect(compare("9.0", .numberGreaterOrEqualTo, "9") && !compare("8", .numberGreaterOrEqualTo, "9"))
    #expect(compare("-1", .numberLessThan, "0") && !compare("0", .numberLessThan, "0"))
    #expect(compare("0", .numberLessOrEqualTo, "0") && !compare("1", .numberLessOrEqualTo, "0"))
  }

  @Test(arguments: ["", "ten", "inf", "nan", "0x10", "1e999"])
  func whatIsNoNumberIsNeitherGreaterNorLess(text: String) {
    #expect(!compare(text, .numberGreaterThan, "0") && !compare(text, .numberLessOrEqualTo, "99"))
  }

  @Test func anAbsentValueMeetsNothing() {
    let always = FlowPredicate.not(.compare(.equals, operands: ["x"]))
    func take(_ value: String, errors: [String], hasNext: Bool) -> Play {
      Play.of(.compare, ["ComparisonValue": .string(value)], predicates: [(always, "met")], errors: errors, hasNext: hasNext)
    }
    #expect(take("$.Attributes.none", errors: ["NoMatchingCondition"], hasNext: true).took == "NoMatchingCondition")
    #expect(take("$.Attributes.none", errors: [], hasNext: true).took == "next")
    #expect(take("$.Attributes.none", errors: [], hasNext: false).ending == .failed)
    #expect(take("$.Channel", errors: [], hasNext: false).took == "met")
  }

  @Test func theFirstConditionThatIsMetWins() {
    let voice = FlowPredicate.compare(.equals, operands: ["$.Channel"])
    let play = Play.of(
      .compare, ["ComparisonValue": "VOICE"],
      predicates: [(.all([voice, .not(voice)]), "all"), (.any([.not(voice), voice]), "any"), (voice, "last")])
    #expect(play.took == "any")
  }

  @Test func hours() {
    func take(_ parameters: JSON, _ change: (inout TestSurroundings, inout FlowContext) -> Void = { _, _ in }) -> String? {
      var (surroundings, with:context) = (TestSurroundings(), FlowContext.test(on: .voice))
      change(&surroundings, &context)
      return Play.of(.checkHoursOfOperation, parameters, conditions: ["True", "False"], in: surroundings, with: context).took
    }
    #expect(take(["HoursOfOperationId": "office"]) == "True")
    #expect(take(["HoursOfOperationId": "night"]) == "False")
    #expect(take(["HoursOfOperationId": "lost"]) == "NoMatchingError")
    #expect(take(["HoursOfOperationId": "$.Attributes.none"]) == "NoMatchingError")
    #expect(take([:]) == "True")
    #expect(take([:]) { surroundings, _ in surroundings.isQueueOpen = false } == "False")
    #expect(take([:]) { _, context in context.targetQueue = nil } == "NoMatchingError")
  }

  @Test func metricsOfAQueue() {
    var surroundings = TestSurroundings()
    var figures = QueueFigures()
    (figures.agentsAvailable, figures.agentsStaffed, figures.agentsOnline) = (1, 2, 3)
    (figures.oldestContactAgeSeconds, figures.contactsInQueue) = (4, 5)
    surroundings.figures = figures
    let metrics = [
      "NumberOfAgentsAvailable", "NumberOfAgentsStaffed", "NumberOfAgentsOnline", "OldestContactInQueueAgeSeconds",
      "NumberOfContactsInQueue",
    ]
    for (index, metric) in metrics.enumerated() {
      let equal = [(FlowPredicate.compare(.equals, operands: ["\(index + 1)"]), "met")]
      let play = Play.of(.checkMetricData, ["MetricType": .string(metric)], predicates: equal, in: surroundings)
      #expect(play.took == "met")
    }
    let errors = ["NoMatchingError", "NoMatchingCondition"]
    #expect(Play.of(.checkMetricData, ["MetricType": "Mood"], errors: errors, in: surroundings).took == "NoMatchingError")
    let other: JSON = ["MetricType": "NumberOfAgentsOnline", "QueueId": "lost"]
    #expect(Play.of(.checkMetricData, other, errors: errors, in: surroundings).took == "NoMatchingError")
    let named: JSON = ["MetricType": "NumberOfAgentsOnline", "AgentId": "amira"]
    #expect(Play.of(.checkMetricData, named, errors: errors, in: surroundings).took == "NoMatchingCondition")
    surroundings.figures = nil
    #expect(Play.of(.checkMetricData, named, errors: errors, in: surroundings).took == "NoMatchingError")
    #expect(Play.of(.getMetricData, in: surroundings).took == "NoMatchingError")
    surroundings.figures = figures
    let taken = Play.of(.getMetricData, ["QueueChannel": "Voice"], in: surroundings)
    #expect(taken.took == "next")
    #expect(taken.context.metrics["Queue"]?["Size"] == 5 && taken.context.metrics["Agents"]?["Online"]?["Count"] == 3)
    #expect(Play.of(.getMetricData, ["QueueChannel": "Fax"], in: surroundings).took == "NoMatchingError")
  }

  @Test func aLoopGoesRoundAndBeginsAnew() {
    let loop = Act(
      id: "l", type: .loop, parameters: ["LoopCount": "2"],
      conditions: [
        (.compare(.equals, operands: ["ContinueLooping"]), "note"), (.compare(.equals, operands: ["DoneLooping"]), "say"),
      ])
    let note = Act(
      id: "note", type: .updateContactAttributes,
      parameters: ["Attributes": ["seen": "$.Attributes.seen$.Loop.l.Index"]], next: "l")
    let say = Act(id: "say", type: .messageParticipant, parameters: ["Text": "x"], next: "l")
    var play = Play(RunnableFlow("f", [loop, note, say]))
    play.send(.started)
    #expect(play.context.attributes["seen"] == "01")
    play.send(.presented(token: play.token))
    #expect(play.context.attributes["seen"] == "0101")
    #expect(Play.of(.loop, ["LoopCount": "0"], conditions: ["ContinueLooping", "DoneLooping"]).took == "DoneLooping")
    #expect(Play.of(.loop, ["LoopCount": "101"]).took == "NoMatchingError")
    #expect(Play.of(.loop, ["LoopCount": "some"]).took == "NoMatchingError")
  }

  @Test func percentages() {
    let act = Act(
      id: "d", type: .distributeByPercentage, conditions: [(.compare(.numberLessThan, operands: ["21"]), "a")],
      errors: [("NoMatchingCondition", "b")])
    let ends = ["a", "b"].map {
      Act(id: $0, type: .updateContactAttributes, parameters: ["Attributes": ["took": .string($0)]])
    }
    let flow = RunnableFlow("f", [act] + ends)
    let taken = (0..<4_000).map { seed in
      var play = Play(flow)
      play.entropy = SeededEntropy(seed: UInt64(seed))
      play.send(.started)
      return play.took
    }
    let share = Double(taken.count { $0 == "a" }) / 4_000
    #expect((0.17...0.23).contains(share))
    #expect(taken.allSatisfy { $0 != nil })
  }
}
