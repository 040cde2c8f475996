import FlowEngine
import FlowLanguage
import Testing
import Vocabulary

@Suite struct FlowAndModuleTests {
  private static let end = Act(id: "end", type: .endFlowExecution)

  private static func set(_ id: String, _ parameters: JSON, next: String?) -> Act {
    Act(id: id, type: .updateContactAttributes, parameters: ["Attributes": parameters], next: next)
  }

  private static func invoke(_ module: String, next: String = "after") -> Act {
    Act(
      id: "invoke", type: .invokeFlowModule, parameters: ["FlowModuleId": .string(module)], next: next,
      errors: [("NoMatchingError", "error")])
  }

  private static let module = RunnableFlow(
    "m",
    [
      set("in", ["inside": "<$.FlowAttributes.f$.External.e$.StoredCustomerInput>"], next: "own"),
      Act(id: "own", type: .updateFlowAttributes, parameters: ["FlowAttributes": ["f": ["Value": "module's"]]], next: "say"),
      Act(id: "say", type: .messageParticipant, parameters: ["Text": "hi"], next: "back"),
      Act(id: "back", type: .endFlowModuleExecution),
    ], type: .module)

  private static let caller = RunnableFlow(
    "f",
    [
      invoke("m"), set("after", ["after": "<$.FlowAttributes.f$.External.e$.StoredCustomerInput>"], next: "end"),
      set("error", ["took": "error"], next: "end"), end,
    ])

  private static let context: FlowContext = {
    var context = FlowContext.test(on: .voice)
    context.flowAttributes["f"] = "F"
    context.external["e"] = "E"
    context.storedCustomerInput = "S"
    return context
  }()

  @Test func aModuleHasNothingOfItsCallersAndGivesItBack() {
    var play = Play(Self.caller, Self.context)
    play.surroundings.modules["m"] = Self.module
    play.send(.started)
    #expect(play.execution.flowID == "m")
    play.send(.presented(token: play.token))
    #expect(play.context.attributes["inside"] == "<>" && play.context.attributes["after"] == "<FES>")
    #expect(play.ending == .completed)
  }

  @Test func aModuleThatIsNotThere() {
    var play = Play(Self.caller)
    play.send(.started)
    #expect(play.took == "error")
  }

  @Test func modulesNestFiveDeep() {
    for (depth, expected) in [(5, nil), (6, "error")] as [(Int, String?)] {
      var play = Play(Self.caller)
      for level in 0..<depth {
        let id = level == 0 ? "m" : "m\(level)"
        let leaf = level == depth - 1
        let error = Self.set("error", ["took": "error"], next: "after")
        let acts = [Self.invoke("m\(level + 1)"), Act(id: "after", type: .endFlowModuleExecution), error]
        play.surroundings.modules[id] = RunnableFlow(id, leaf ? [acts[1]] : acts, type: .module)
      }
      play.send(.started)
      #expect(play.took == expected && play.ending == .completed)
    }
  }

  @Test func aTransferLeavesModulesBehindAndFlowAttributesToo() {
    let other = RunnableFlow("other", [Self.set("x", ["after": "<$.FlowAttributes.f$.External.e>"], next: "end"), Self.end])
    let transfer = Act(
      id: "t", type: .transferToFlow, parameters: ["ContactFlowId": "other"], errors: [("NoMatchingError", "back")])
    let external = Act(id: "l", type: .invokeLambdaFunction, parameters: ["LambdaFunctionARN": "arn:f"], next: "t")
    let back = Act(id: "back", type: .endFlowModuleExecution)
    var play = Play(Self.caller, Self.context)
    play.surroundings.modules["m"] = RunnableFlow("m", [external, transfer, back], type: .module)
    play.surroundings.flows["other"] = other
    play.send(.started)
    play.send(.functionAnswered(token: play.token, .answered(["e": "new"])))
    #expect(play.context.attributes["after"] == "<new>" && play.ending == .completed)
    #expect(Play.of(.transferToFlow, ["ContactFlowId": "lost"]).took == "NoMatchingError")
    var direct = Play(RunnableFlow("f", [transfer, back]), Self.context)
    direct.surroundings.flows["other"] = other
    direct.send(.started)
    #expect(direct.context.attributes["after"] == "<E>")
  }

  @Test func aContentThatIsGoneFailsTheFlow() {
    var play = Play.of(.messageParticipant, ["Text": "hi"])
    play.context.isFlowLoggingEnabled = true
    play.surroundings.flows = [:]
    let effects = play.send(.presented(token: 1))
    #expect(effects.last == .finish(.failed) && play.execution.isFinished)
    #expect(play.log.last?["Results"] == "the content that this execution began with is gone")
  }

  @Test func aCallerWhoseContentIsGoneFailsTheFlow() {
    var play = Play(Self.caller)
    play.surroundings.modules["m"] = Self.module
    play.send(.started)
    play.surroundings.flows = [:]
    play.send(.presented(token: play.token))
    #expect(play.ending == .failed)
  }

  @Test func anExecutionKeepsTheContentItBeganWith() {
    var play = Play.of(.messageParticipant, ["Text": "hi"])
    #expect(!play.execution.isFinished)
    let newer = RunnableFlow(id: "f", arn: "a", name: "f", digest: "newer", flow: Self.caller.flow)
    play.surroundings.flows["f"] = newer
    #expect(play.send(.presented(token: 1)) == [.finish(.failed)])
  }

  @Test func aCircleWithoutAWaitIsBounded() {
    let circle = RunnableFlow("f", [Self.set("a", ["n": "1"], next: "b"), Self.set("b", ["n": "2"], next: "a")])
    var play = Play(circle)
    play.context.isFlowLoggingEnabled = true
    play.send(.started)
    #expect(play.ending == .failed && play.log.last?["Results"] == "the flow ran too many actions")
    #expect(play.log.count == 10_001 + 1)
  }

  @Test func aLifeIsBounded() {
    let circle = RunnableFlow(
      "f",
      [
        Act(
          id: "l", type: .loop, parameters: ["LoopCount": "99"],
          conditions: [(.compare(.equals, operands: ["ContinueLooping"]), "l")], errors: [("NoMatchingCondition", "say")]),
        Act(id: "say", type: .messageParticipant, parameters: ["Text": "again"], next: "l"),
      ])
    var (execution, context, entropy) = (FlowExecution(of: circle), FlowContext.test(on: .chat), SeededEntropy(seed: 1))
    let surroundings = Play(circle).surroundings
    var effects: [FlowEffect] = []
    var rounds = 0
    while !execution.isFinished, rounds < 3_000 {
      let event = rounds == 0 ? FlowEvent.started : .presented(token: rounds)
      effects = []
      execution.handle(event, context: &context, in: surroundings, at: Moment(seconds: 0), entropy: &entropy, into: &effects)
      rounds += 1
    }
    #expect(effects.last == .finish(.failed) && rounds == 250_000 / 101 + 1)
  }

  @Test func endingAFlow() {
    #expect(Play.of(.endFlowExecution).effects == [.finish(.completed)])
    #expect(Play.of(.endFlowModuleExecution).effects == [.finish(.completed)])
  }
}
