import FlowEngine
import FlowLanguage
import Testing
import Vocabulary

@Suite struct QueueTests {
  private static let errors = ["QueueAtCapacity", "NoMatchingError"]

  @Test(arguments: [ActionType.transferContactToQueue, .dequeueContactAndTransferToQueue])
  func aContactIsQueued(type: ActionType) {
    let play = Play.of(type, errors: Self.errors)
    #expect(play.effects == [.enqueue(token: 1, .test("sales"))])
    #expect(play.after { .enqueued(token: $0) }.ending == .enqueued)
    #expect(play.after { .enqueueRefused(token: $0, .atCapacity) }.took == "QueueAtCapacity")
    #expect(play.after { .enqueueRefused(token: $0, .other("gone")) }.took == "NoMatchingError")
    #expect(play.after { .timerFired(token: $0) }.effects == play.effects)
    var context = FlowContext.test(on: .task)
    context.targetQueue = nil
    #expect(Play.of(type, errors: Self.errors, with: context).took == "NoMatchingError")
  }

  @Test func aWaitingContactMovesToAnotherQueue() {
    let play = Play.of(.dequeueContactAndTransferToQueue, ["AgentId": "amira"], errors: Self.errors)
    #expect(play.context.targetQueue?.id == "sales")
    #expect(play.after { .enqueued(token: $0) }.context.targetQueue?.id == "amira")
    #expect(Play.of(.dequeueContactAndTransferToQueue, ["QueueId": "lost"], errors: Self.errors).took == "NoMatchingError")
  }

  @Test func theTargetQueueIsSet() {
    #expect(Play.of(.updateContactTargetQueue, ["AgentId": "amira"]).context.targetQueue?.id == "amira")
    #expect(Play.of(.updateContactTargetQueue, ["QueueId": "sales"]).took == "next")
    for parameters in [["QueueId": "lost"], ["AgentId": "lost"], ["QueueId": "$.Attributes.none"], [:]] as [JSON] {
      #expect(Play.of(.updateContactTargetQueue, parameters).took == "NoMatchingError")
    }
  }

  @Test func priorityAndAge() {
    let play = Play.of(.updateContactRoutingBehavior, ["QueuePriority": "2"], errors: [])
    #expect(play.context.queuePriority == 2 && play.effects.contains(.updateDemand) && play.took == "next")
    let older = Play.of(.updateContactRoutingBehavior, ["QueueTimeAdjustmentSeconds": -30], errors: [])
    #expect(older.context.queueTimeAdjustmentSeconds == -30 && older.context.queuePriority == 5)
    let odd = Play.of(.updateContactRoutingBehavior, ["QueuePriority": "high"], errors: [])
    #expect(odd.context.queuePriority == 5 && odd.took == "next")
  }

  @Test(arguments: [ActionType.updateRoutingCriteria, .updateContactRoutingCriteria])
  func routingCriteria(type: ActionType) {
    var context = FlowContext.test(on: .voice)
    context.attributes["skill"] = "Technology"
    func criteria(_ name: JSON) -> JSON {
      [
        "Steps": [
          [
            "Expression": [
              "AttributeCondition": ["Name": name, "ProficiencyLevel": 3, "ComparisonOperator": "NumberGreaterOrEqualTo"]
            ],
            "Expiry": ["DurationInSeconds": "30"],
          ]
        ]
      ]
    }
    let play = Play.of(type, ["RoutingCriteria": criteria("$.Attributes.skill")], with: context)
    #expect(play.context.routingCriteria == criteria("Technology") && play.effects.contains(.updateDemand))
    #expect(Play.of(type, ["RoutingCriteria": ["Steps": []]]).took == "NoMatchingError")
    #expect(Play.of(type).took == "NoMatchingError")
  }

  @Test func anAgentGetsTheContact() {
    #expect(Play.of(.transferContactToAgent).effects == [.transferToAgent, .finish(.transferredToAgent)])
    #expect(Play.of(.transferContactToAgent, with: .test(on: .chat)).took == "NoMatchingError")
  }

  @Test func callbacks() {
    let parameters: JSON = [
      "InitialCallDelaySeconds": "60", "MaximumConnectionAttempts": "3", "RetryDelaySeconds": "600", "ContactFlowId": "cb",
    ]
    var request = CallbackRequest(
      queue: .test("sales"), number: "+441632960123", initialDelaySeconds: 60, attemptsMax: 3, retryDelaySeconds: 600,
      flowReference: "cb", callerNumber: nil)
    let play = Play.of(.createCallbackContact, parameters)
    #expect(play.effects == [.createCallback(token: 1, request)])
    #expect(play.after { .created(token: $0, contactID: "c2") }.took == "next")
    #expect(play.after { .creationFailed(token: $0) }.took == "NoMatchingError")
    var context = FlowContext.test(on: .chat)
    #expect(Play.of(.createCallbackContact, parameters, with: context).took == "NoMatchingError")
    context.callbackNumber = "+14155550100"
    request.number = "+14155550100"
    #expect(Play.of(.createCallbackContact, parameters, with: context).effects == [.createCallback(token: 1, request)])
    context.targetQueue = nil
    #expect(Play.of(.createCallbackContact, parameters, with: context).took == "NoMatchingError")
  }

  @Test func theCallbackNumber() {
    let errors = ["InvalidCallbackNumber", "CallbackNumberNotDialable"]
    func take(_ number: String) -> Play {
      var context = FlowContext.test(on: .voice)
      context.storedCustomerInput = number
      return Play.of(.updateContactCallbackNumber, ["CallbackNumber": "$.StoredCustomerInput"], errors: errors, with: context)
    }
    #expect(take("+14155550100").context.callbackNumber == "+14155550100" && take("+14155550100").took == "next")
    #expect(take("soon").took == "InvalidCallbackNumber")
    #expect(take("+99123").took == "CallbackNumberNotDialable")
    #expect(Play.of(.updateContactCallbackNumber, errors: errors).took == "InvalidCallbackNumber")
  }
}
